import { basename, join } from "node:path";
import { checkFolder } from "../../../server/self-check/run-self-check.ts";
import { askTop } from "../../../server/self-check/run-top.ts";
import { readSelfCheckSettings } from "../../../server/self-check/self-check-settings.ts";
import { hasBeenShown } from "./shown-program.ts";
import type { Machine } from "./state.ts";

/** What a program on a machine has left behind. */
export interface Exec {
  readonly exit_code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * What `node /app/server.js` with a command that only looks says on a machine: the first one of each command in a test file by `run`, later
 * ones in this process (see `hasBeenShown`). A deployment asks each machine several times, and again while it waits.
 */
export async function askImage(
  { image, server }: Machine,
  [command = "", ...words]: readonly string[],
  env: { readonly [name: string]: string | undefined },
  run: () => Promise<Exec>,
): Promise<Exec> {
  const isKnown = LOOKING.has(command) && server !== undefined;
  if (!isKnown || !hasBeenShown(join(image.folder, "server.js"), command)) return await run();
  if (command === "top") {
    const { code, stdout, stderr } = await askTop(words, env);
    return { exit_code: code, stdout, stderr };
  }
  const settings = readSelfCheckSettings(words, env, basename(image.folder), image.folder);
  if (settings === "help" || "error" in settings || settings.records !== undefined) return await run();
  const result = await checkFolder(settings);
  return { exit_code: result.healthy ? 0 : 1, stdout: `${JSON.stringify(result)}\n`, stderr: "" };
}

const LOOKING: ReadonlySet<string> = new Set(["self-check", "top"]);
