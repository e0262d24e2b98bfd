import { parseArgs } from "node:util";
import { START_IDS } from "./measure-starts.ts";
import { ROWS, SHORT_ROWS } from "./rows.ts";

/** What is measured, and how long. */
export interface Options {
  /** Ids of rows and of starts. */
  readonly rows: readonly string[];
  readonly starts: readonly string[];
  readonly rounds: number;
  /** Of each server in a round. */
  readonly turns: number;
  readonly seconds: number;
  /** Rounds at half load. */
  readonly latencyRounds: number;
  readonly startRounds: number;
  readonly isKept: boolean;
  /** A checkout that ours is compared with. */
  readonly base: string | undefined;
}

/** How the command is used. */
export const SERVER_USAGE = `Usage: npm run bench -- server [--short] [--keep] [--rows ID,ID…] [--rounds N] [--seconds N]
       npm run bench -- server --short --base DIR [--rows ID,ID…] [--rounds N] [--seconds N]

The server as it is shipped beside NSD, Knot, BIND and a C echo: rows of ${ROWS.map(({ id }) => id).join(", ")};
starts of ${START_IDS.join(", ")}. --short: ${SHORT_ROWS.join(", ")} alone, without latency and starts.
--keep writes bench/results/DATE-server.json, .svg and .md, for a run on an idle machine.
--base measures the server of another checkout beside it, twice, and fails (1) where ours is slower by more than two measurements
of the same server differ.`;

/** Reads the words after `server`; gives what is wrong with them. */
export function readOptions(words: readonly string[]): Options | { readonly error: string } {
  let values: { [name: string]: string | boolean | undefined };
  try {
    values = parseArgs({
      args: [...words],
      options: {
        ...{ short: { type: "boolean" }, keep: { type: "boolean" }, base: { type: "string" } },
        ...{ rows: { type: "string" }, rounds: { type: "string" }, seconds: { type: "string" } },
      },
    }).values;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  const { short, keep, base, rows, rounds, seconds } = values;
  const known = [...ROWS.map(({ id }) => id), ...START_IDS];
  const named = typeof rows === "string" ? rows.split(",") : short ? SHORT_ROWS : known;
  const strange = named.filter((id) => !known.includes(id));
  if (strange.length > 0) return { error: `There is no row ${strange.join(", ")}` };
  if (base !== undefined && !short) return { error: "--base goes with --short" };
  if (keep && base !== undefined) return { error: "What is compared with another checkout is not kept" };
  const [times, long] = [readNumber(rounds, base === undefined && short ? 3 : 5), readNumber(seconds, 0.3)];
  if (times === undefined || long === undefined)
    return { error: "--rounds and --seconds are numbers above 0" };
  return {
    rows: named.filter((id) => !START_IDS.includes(id)),
    starts: named.filter((id) => START_IDS.includes(id)),
    ...{ rounds: Math.ceil(times), turns: 4, seconds: long, latencyRounds: short ? 0 : 3, startRounds: 3 },
    ...{ isKept: keep === true, base: typeof base === "string" ? base : undefined },
  };
}

function readNumber(text: unknown, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  const number = Number(text);
  return number > 0 && Number.isFinite(number) ? number : undefined;
}
