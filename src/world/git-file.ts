import { isObjectId } from "../files/object-id.ts";
import { WorldError } from "../files/world-error.ts";
import { gitIn } from "./git.ts";

/** A file of the working folder as a commit has it; undefined where the commit, or the file in it, is not there. */
export async function fileAt(path: string, commit: string): Promise<Uint8Array | undefined> {
  if (!isObjectId(commit))
    throw new WorldError(`Cannot read ${JSON.stringify(commit)}: not a commit's full id`);
  const { exitCode, stdout } = await gitIn(".")(["cat-file", "blob", `${commit}:./${path}`]);
  return exitCode === 0 ? stdout : undefined;
}
