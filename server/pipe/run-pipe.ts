import { printProblem } from "../../dns/problem.ts";
import { showLines } from "../../dns/show-hidden.ts";
import { addressesFile, readFirstAddresses } from "../alias/first-addresses.ts";
import { serveFirst } from "../alias/serve-first.ts";
import { zoneSigners } from "../alias/zone-signers.ts";
import { guard } from "../answer/guard.ts";
import { type Identity, makeIdentity } from "../answer/identity.ts";
import { makeResponder, type Respond } from "../answer/respond.ts";
import { describeFailure } from "../process/describe-failure.ts";
import type { Environment } from "../settings/usage.ts";
import { makeClock } from "../signing/clock.ts";
import { makeSigners } from "../signing/signers.ts";
import { makeWindows } from "../signing/windows.ts";
import { compile } from "../tables/compile/compile.ts";
import { addZone, makeStaging } from "../tables/compile/staging.ts";
import { giveBackLoading } from "../tables/give-back.ts";
import type { Tables } from "../tables/tables.ts";
import { load } from "../zones/load.ts";
import { brokenZone } from "../zones/reloader.ts";
import { findZoneFiles } from "../zones/zone-files.ts";
import { answerPipe } from "./answer-pipe.ts";
import { PIPE_USAGE, type PipeSettings, readPipeSettings } from "./pipe-settings.ts";
import { standardPipe } from "./standard-pipe.ts";

const ENDED = 0;
const ZONES_REFUSED = 1;
const USAGE_OR_WORLD = 2;

/**
 * `server.js answer`: answers through a pipe until its end, and gives the exit code. `args` are the words after `answer`.
 *
 * @param built when this server and its zones were built, in seconds since 1970; null where that is not known
 */
export async function runPipe(
  args: readonly string[],
  environment: Environment,
  built: number | null,
): Promise<number> {
  const settings = readPipeSettings(args, environment);
  if (settings === "help") {
    process.stdout.write(PIPE_USAGE);
    return ENDED;
  }
  if ("error" in settings) {
    process.stderr.write(`${showLines(settings.error)}\n\n${PIPE_USAGE}`);
    return USAGE_OR_WORLD;
  }
  const respond = await makePipeResponder(settings, built);
  if (respond === undefined) return ZONES_REFUSED;
  giveBackLoading(); // what loading took
  try {
    if (answerPipe(standardPipe, respond)) return ENDED;
    complain("The input ends inside a query");
  } catch (error) {
    complain(`Cannot answer: ${error instanceof Error ? error.message : String(error)}`);
  }
  return USAGE_OR_WORLD;
}

/** The responder that serves these zones, undefined where they cannot be found. What is wrong with them is told. */
async function makePipeResponder(
  { zones, serials, clock, isShape }: PipeSettings,
  built: number | null,
): Promise<Respond | undefined> {
  const { signerOf, by } = await makeSigners({ keys: [], isShape });
  const window = makeWindows(makeClock(clock, Date.now), built)();
  const result = load(zones, undefined, serials, { kind: "now", window, signerOf, by });
  const tables = result.kind === "loaded" ? result.loaded.tables : tablesWithout(zones);
  const isEmpty = tables !== undefined && result.problems.every(({ rule }) => rule === "no-zones");
  if (!isEmpty) for (const problem of result.problems) complain(printProblem(problem));
  if (tables === undefined) return undefined;
  if (result.kind === "loaded") for (const origin of result.loaded.broken) complain(brokenZone(origin));
  if (result.kind === "loaded") {
    // Nobody is asked here: what came with the zones is all that there is to tell.
    const { zones: loaded } = result.loaded;
    serveFirst(
      {
        tables,
        signerFor: zoneSigners(
          loaded.map(({ signed }) => ({ keys: signed?.policy.keys ?? [] })),
          signerOf,
        ),
        first: readFirstAddresses(loaded.map(({ files }) => addressesFile(files[0]!))),
      },
      Date.now() / 1000,
    );
  }
  return guard(makeResponder(tables, IDENTITY), (error, packet) => {
    const text = describeFailure(error, packet, performance.now());
    if (text !== undefined) complain(text);
  });
}

/**
 * Tables for a folder in which no zone can be loaded: each is there and broken, and where there is none, every question is
 * refused. Undefined where there is no such folder.
 */
function tablesWithout(zones: string): Tables | undefined {
  const { files, problems } = findZoneFiles(zones);
  if (files.length === 0 && problems.some(({ rule }) => rule !== "no-zones")) return undefined;
  const staging = makeStaging(0);
  for (const { origin, file } of files) addZone(staging, Buffer.from(origin, "latin1"), file, true);
  const compiled = compile(staging);
  if ("problems" in compiled) throw new Error("Cannot compile tables of broken zones");
  return compiled.tables;
}

/** The same everywhere, so that the same zones give the same answers; without NSID, which would tell machines apart. */
const IDENTITY: Identity = { ...makeIdentity("zonepipe", "zonepipe"), nsidOption: new Uint8Array(0) };

function complain(text: string): void {
  process.stderr.write(`${showLines(text)}\n`);
}
