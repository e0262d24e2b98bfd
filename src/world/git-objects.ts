import { WorldError } from "../files/world-error.ts";
import type { Git } from "./git.ts";

/** An object as git keeps it. */
export interface GitObject {
  readonly type: string;
  readonly octets: Buffer;
}

/**
 * Objects by their ids, each once.
 *
 * @throws WorldError where one is not there; nothing is fetched
 */
export async function objectsOf(git: Git, ids: readonly string[]): Promise<Map<string, GitObject>> {
  const wanted = [...new Set(ids)];
  const objects = new Map<string, GitObject>();
  if (wanted.length === 0) return objects;
  const { stdout, exitCode, stderr } = await git(["cat-file", "--batch"], `${wanted.join("\n")}\n`);
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(0x0a, at);
    const [id, type, size] = stdout.toString("latin1", at, end).split(" ");
    if (size === undefined) throw new WorldError(`Cannot read object ${id} of git: it is ${type}; ${PART}`);
    objects.set(id!, { type: type!, octets: stdout.subarray(end + 1, end + 1 + Number(size)) });
    at = end + 1 + Number(size) + 1;
  }
  if (exitCode !== 0 || objects.size !== wanted.length)
    throw new WorldError(`Cannot read objects of git: it exited with ${exitCode}: ${stderr.trim()}`);
  return objects;
}

const PART = "where the repository was cloned in part, run: git fetch --refetch --no-filter origin";
