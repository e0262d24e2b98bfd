import { gitIn } from "./git.ts";

/** The address of the remote `origin`; null where there is none, undefined where the folder is in no repository. */
export async function remoteOf(folder: string): Promise<string | null | undefined> {
  const git = gitIn(folder);
  if ((await git(["rev-parse", "--git-dir"])).exitCode !== 0) return undefined;
  const { exitCode, stdout } = await git(["remote", "get-url", "origin"]);
  // An address may carry a password, which is nobody's business.
  return exitCode === 0
    ? stdout
        .toString()
        .trim()
        .replace(/\/\/[^/@]*@/, "//")
    : null;
}
