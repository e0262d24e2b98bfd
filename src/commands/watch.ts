import { once } from "node:events";
import { InvalidArgumentError } from "commander";
import { baseOfCommit, baseOfFolder, basePublished } from "../live/find-base.ts";
import type { FindBase } from "../live/live-base.ts";
import { printState } from "../live/terminal-state.ts";
import { watchZones } from "../live/watch.ts";
import type { Nameserver } from "../verify/types.ts";
import { wantsColour } from "../world/colour.ts";
import { inScratch } from "../world/scratch.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseServer } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface WatchOptions {
  readonly http: number;
  readonly base: string;
  readonly resolver?: readonly Nameserver[];
}

const DEFAULT_PORT = 5380;
const PUBLISHED = "published";

/** `zonepipe watch`: shows what every save does, in the terminal and on a page on this machine, until it is interrupted. */
export function addWatch({ command, action }: Program): void {
  command("watch", "show what every save does, in the terminal and on a page on this machine")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option("--http <port>", "of the page, on 127.0.0.1; 0 for any free one", parsePort, DEFAULT_PORT)
    .option(
      "--base <what>",
      `what the zones are compared with: a commit as git names it, another folder, or "${PUBLISHED}"`,
      "HEAD",
    )
    .option(
      "--resolver <addr:port>",
      "whom the nameserver asks for targets of ALIAS (again for each; default: the machine's resolvers)",
      parseServer,
    )
    .addHelpText(
      "after",
      "\nEvery save is checked, compared and served at once by the real nameserver, on a free port of 127.0.0.1. The page shows" +
        "\nproblems at their lines, what changes and what that does, and every name with what answers there; it renews itself, and" +
        "\nanswers any question with the reason. Zones with errors are not served: those from before are, and it says so." +
        "\nThe page is for this machine only, and fetches nothing from elsewhere." +
        "\nExit codes: 0 interrupted, 2 the outside world failed.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, { http, base, resolver }: WatchOptions): Promise<Printed> {
  const findBase = await baseNamed(base, folder, world);
  const quiet = { ...world, progress: { step: () => {}, count: () => {}, end: () => {} } };
  await inScratch(async (scratch) => {
    const interruption = untilInterrupted();
    const { stdout } = process;
    const watching = await watchZones(
      {
        ...{ folder, scratch, findBase, port: http, resolvers: resolver },
        show: (state, url) => {
          const text = printState(state, folder, url, wantsColour(stdout));
          // On a terminal in place; elsewhere one after the other, and what is there in a moment is not said twice.
          if (stdout.isTTY) stdout.write(`${CLEAR}${text}`);
          else if (state.standing !== "loading") stdout.write(`${text}\n`);
        },
      },
      quiet,
    );
    await interruption.come;
    await watching.stop();
    interruption.forget();
  });
  return { exitCode: 0 };
}

/** Whoever starts a nameserver passes a signal on to this process once more: until all has ended, none ends it. */
function untilInterrupted(): { readonly come: Promise<unknown>; readonly forget: () => void } {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const stay = () => {};
  for (const signal of signals) process.on(signal, stay);
  return {
    come: Promise.race(signals.map((signal) => once(process, signal))),
    forget: () => {
      for (const signal of signals) process.off(signal, stay);
    },
  };
}

const CLEAR = "\x1b[H\x1b[2J\x1b[3J"; // the cursor to the corner, the screen and what was scrolled away emptied

async function baseNamed(base: string, folder: string, world: World): Promise<FindBase> {
  if (base === PUBLISHED) return basePublished(folder, world);
  const isFolder = base !== "HEAD" && (await world.files.list(base)) !== undefined;
  return isFolder ? baseOfFolder(base, world.files) : baseOfCommit(folder, base);
}

function parsePort(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError(
    `Expected a port, as in 5380, or 0 for any free one; found ${JSON.stringify(text)}.`,
  );
}
