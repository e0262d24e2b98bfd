import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { baseOfFolder } from "../../src/live/find-base.ts";
import type { LiveState } from "../../src/live/state.ts";
import { watchZones } from "../../src/live/watch.ts";
import type { Nameserver } from "../../src/verify/types.ts";
import { realFiles } from "../../src/world/files.ts";
import { builtWorld } from "../built-world.ts";
import { BASE, type LiveFiles } from "./states.ts";

/** A folder that is watched for real: with the nameserver, the page, and an editor. */
export interface Watched {
  readonly url: string;
  /** Saves these files in the place of those that are there, and waits until that has been seen, and served where it can be. */
  readonly save: (files: LiveFiles) => Promise<LiveState>;
  readonly stop: () => Promise<void>;
}

/**
 * Begins with these files.
 *
 * @param isInside goes into the folder above, so that paths are short: for a process that does nothing else
 * @param resolvers for targets of ALIAS
 */
export async function watched(
  files: LiveFiles,
  isInside = false,
  resolvers?: readonly Nameserver[],
): Promise<Watched> {
  const root = mkdtempSync(join(tmpdir(), "zonepipe-watched-"));
  if (isInside) process.chdir(root);
  const folder = isInside ? "zones" : join(root, "zones");
  const before = isInside ? "before" : join(root, "before");
  for (const path of [folder, before, join(root, "scratch")]) mkdirSync(path);
  write(before, BASE);
  write(folder, files);
  let heard: (state: LiveState) => void = () => {};
  const watching = await watchZones(
    {
      ...{ folder, scratch: join(root, "scratch"), port: 0, resolvers },
      findBase: baseOfFolder(before, realFiles),
      show: (state) => heard(state),
    },
    await builtWorld(),
  );
  return {
    url: watching.url,
    save(next) {
      const texts = JSON.stringify(Object.entries(next).sort());
      const seen = new Promise<LiveState>((resolve) => {
        heard = (state) => {
          const read = [...(state.report.texts ?? [])].map(([path, { text }]) => [
            path.slice(folder.length + 1),
            text,
          ]);
          if (state.standing !== "loading" && JSON.stringify(read.sort()) === texts) resolve(state);
        };
      });
      write(folder, next);
      return seen;
    },
    async stop() {
      await watching.stop();
      rmSync(root, { recursive: true });
    },
  };
}

function write(folder: string, files: LiveFiles): void {
  for (const name of readdirSync(folder)) if (!(name in files)) rmSync(join(folder, name));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}
