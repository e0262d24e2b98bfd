import { isObjectId } from "../files/object-id.ts";
import { WorldError } from "../files/world-error.ts";
import type { Clone } from "./clone.ts";

/** A file of the working folder as a commit has it; undefined where the commit, or the file in it, is not there. */
export async function fileAt(
  { git, pathOf }: Clone,
  path: string,
  commit: string,
): Promise<Uint8Array | undefined> {
  if (!isObjectId(commit))
    throw new WorldError(`Cannot read ${JSON.stringify(commit)}: not a commit's full id`);
  const { exitCode, stdout } = await git(["cat-file", "blob", `${commit}:${pathOf(path)}`]);
  return exitCode === 0 ? stdout : undefined;
}
