import { setTimeout } from "node:timers/promises";
import type { World } from "../world.ts";
import { findAsker } from "./asker.ts";
import { realFiles } from "./files.ts";
import { output } from "./output.ts";
import { progressOn, silentProgress } from "./progress.ts";
import { askResolvers, systemResolvers } from "./resolver.ts";
import { startServer } from "./server-process.ts";

/**
 * The world as it is.
 *
 * @param quiet no progress, for output that a program reads
 */
export function realWorld(quiet: boolean): World {
  const now = () => performance.now();
  return {
    files: realFiles,
    output,
    now: () => new Date(),
    asker: findAsker,
    resolver:
      (resolvers = systemResolvers()) =>
      (questions) =>
        askResolvers(resolvers, questions),
    startServer,
    progress: quiet ? silentProgress : progressOn(process.stderr, now),
    patience: {
      seed: "zonepipe",
      deadline: 5_000,
      timeout: 1_000,
      pause: 200,
      slow: 1_000,
      clock: { now, wait: (milliseconds) => setTimeout(milliseconds) },
    },
  };
}
