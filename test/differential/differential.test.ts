import { randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { builtServer } from "../built-bundles.ts";
import { BIND, KNOT, NSD, zonepipeAt } from "./programs.ts";
import { complaintsOf, faultsOf, printResult } from "./report.ts";
import { type RunResult, run } from "./run-servers.ts";
import { requireServers } from "./tools.ts";

const FIXED_SEED = 20261122;
const LIMIT = 600_000; // milliseconds; a failure is made small before it is shown, which takes some minutes

describe.skipIf(!requireServers())("beside NSD, Knot and BIND", () => {
  test(`20000 queries with the seed ${FIXED_SEED} are answered rightly`, { timeout: LIMIT }, async () => {
    const result = await runAndShow(FIXED_SEED, 20_000);
    expect(complaintsOf(result)).toEqual([]);
  });

  const anySeed = randomInt(2 ** 32);
  test(`5000 queries with the seed ${anySeed} find nothing wrong`, { timeout: LIMIT }, async () => {
    const result = await runAndShow(anySeed, 5_000);
    expect(faultsOf(result)).toEqual([]);
  });
});

async function runAndShow(seed: number, queries: number): Promise<RunResult> {
  const programs = { nsd: NSD, knot: KNOT, bind: BIND, ours: zonepipeAt(await builtServer()) };
  const result = await run({ seed, queries, programs });
  console.log(printResult(seed, result));
  expect(result.asked).toBe(queries);
  return result;
}
