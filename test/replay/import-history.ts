import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { History } from "./history.ts";

/** Makes a repository of a history in a new folder; no configuration of the machine has a say. Nothing is checked out. */
export function importHistory({ stream }: History): string {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-history-"));
  const env = {
    PATH: process.env.PATH,
    HOME: tmpdir(),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  const git = (args: readonly string[], input = "") =>
    execFileSync("git", ["-C", folder, ...args], { env, input, stdio: ["pipe", "pipe", "pipe"] });
  git(["init", "-q", "-b", "main"]);
  git(["fast-import", "--quiet"], stream);
  return folder;
}
