import { randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { BIND, KNOT, NSD, ZONEPIPE } from "./programs.ts";
import { complaintsOf, printResult } from "./report.ts";
import { run } from "./run-servers.ts";
import { requireServers } from "./tools.ts";

const FIXED_SEED = 20261122;
const LIMIT = 600_000; // milliseconds; a failure is made small before it is shown, which takes some minutes

describe.skipIf(!requireServers())("beside NSD, Knot and BIND", () => {
  test.for([
    { queries: 20_000, seed: FIXED_SEED },
    { queries: 5_000, seed: randomInt(2 ** 32) },
  ])(
    "$queries queries with the seed $seed are answered rightly",
    { timeout: LIMIT },
    async ({ queries, seed }) => {
      const programs = { nsd: NSD, knot: KNOT, bind: BIND, ours: ZONEPIPE };
      const result = await run({ seed, queries, programs });
      console.log(printResult(seed, result));
      expect(result.asked).toBe(queries);
      expect(complaintsOf(result)).toEqual([]);
    },
  );
});
