import { setTimeout } from "node:timers/promises";
import type { World } from "../world.ts";
import { startAnswering } from "./answering-process.ts";
import { findAsker } from "./asker.ts";
import { type CommandLog, plainLog, silentLog, workflowLog } from "./command-log.ts";
import { findValidator } from "./delv.ts";
import { builtInClient } from "./dns-client.ts";
import { lookAt } from "./dns-client-look.ts";
import { realFiles } from "./files.ts";
import { flyctl } from "./flyctl.ts";
import { sendNotify } from "./notify.ts";
import { output } from "./output.ts";
import { progressOn, silentProgress } from "./progress.ts";
import { resolverOf, systemResolvers } from "./resolver.ts";
import { startServer } from "./server-process.ts";
import type { ServerProgram } from "./server-program.ts";
import { transferZone } from "./transfer.ts";
import { askWeb } from "./web.ts";

/**
 * The world as it is.
 *
 * @param quiet no progress, for output that a program reads
 * @param flyToken for Fly.io; otherwise the environment's, or that of whoever is logged in
 * @param server that zones are served with; otherwise what comes with us
 */
export function realWorld(quiet: boolean, flyToken?: string, server?: ServerProgram): World {
  const now = () => performance.now();
  return {
    files: realFiles,
    output,
    now: () => new Date(),
    environment: (variable) => process.env[variable],
    asker: findAsker,
    validator: findValidator,
    builtInAsker: builtInClient,
    look: lookAt,
    resolver: (resolvers = systemResolvers()) => resolverOf(resolvers),
    transfer: (zone, nameserver, patience, key) => transferZone(zone, nameserver, patience, key),
    notify: (order) => sendNotify(order, process.env),
    startServer: (zones, isShape, resolvers, isReloadedOften) =>
      startServer(zones, isShape, resolvers, isReloadedOften, server),
    startAnswering: (zones, week) => startAnswering(zones, week, undefined, server),
    fly: flyctl(flyToken, quiet ? silentLog : commandLog()),
    web: askWeb,
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

/** In a workflow its log is what people read, and standard output leads there. */
function commandLog(): CommandLog {
  if (process.env.GITHUB_ACTIONS === "true") return workflowLog((text) => process.stdout.write(text));
  return plainLog((text) => process.stderr.write(text));
}
