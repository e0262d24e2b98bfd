import { WorldError } from "../files/world-error.ts";
import { gitIn } from "./git.ts";

/** Files of the working folder that are not as the checked-out commit has them: each as git shows it, `M zones/a.yaml`. */
export async function uncommitted(paths: readonly string[]): Promise<string[]> {
  const { exitCode, stdout, stderr } = await gitIn(".")(["status", "--porcelain", "--", ...paths]);
  if (exitCode !== 0) throw new WorldError(`Cannot compare with git: ${stderr.trim()}`);
  return stdout
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.trim());
}
