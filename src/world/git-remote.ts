import type { Clone } from "./clone.ts";

/** The address of the remote `origin`; null where there is none. */
export async function remoteOf({ git }: Clone): Promise<string | null> {
  const { exitCode, stdout } = await git(["remote", "get-url", "origin"]);
  // An address may carry a password, which is nobody's business.
  return exitCode === 0
    ? stdout
        .toString()
        .trim()
        .replace(/\/\/[^/@]*@/, "//")
    : null;
}
