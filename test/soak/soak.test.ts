import { describe, expect, test } from "vitest";
import { builtServer } from "../built-bundles.ts";
import { makeDefective } from "../differential/defective-server.ts";
import { requireTool } from "../tools.ts";
import { complaintsOf, type LeakRule } from "./complaints.ts";
import { soak } from "./soak.ts";

/** In a few seconds heaps still grow into their size: only what leaks much is told from that. */
const RULE: LeakRule = { warmUp: 4, window: 1, mostGrowth: 64 << 20 };
const OPTIONS = { reloadEvery: 2, udpRate: 400, seed: 1 };
/** For a machine with much else to do. */
const PATIENCE = 180_000;

const hasTools = [requireTool("nsd", "nsd"), requireTool("dnssec-signzone", "bind9-utils")].every(
  (isThere) => isThere,
);

describe.skipIf(!hasTools || process.platform !== "linux")("a short soak", () => {
  test("finds nothing in the server as it is", { timeout: PATIENCE }, async () => {
    const result = await soak({ ...OPTIONS, main: await builtServer(), seconds: 11, withSecondary: true });
    expect(complaintsOf(result, RULE)).toEqual([]);
  });

  test("finds a leak in every answer", { timeout: PATIENCE }, async () => {
    using server = await makeDefective({
      what: "what was made for an answer is kept",
      file: "answer/guard.ts",
      find: "    answer.isBegun = false;\n",
      replace: `    answer.isBegun = false;
    const all = globalThis as { kept?: Uint8Array[] };
    all.kept ??= [];
    all.kept.push(new Uint8Array(1 << 16).fill(1));
`,
    });
    const result = await soak({ ...OPTIONS, main: server.main, seconds: 10, withSecondary: false });
    expect(complaintsOf(result, RULE)).toEqual([expect.stringMatching(/^Memory leaks: /)]);
  });
});
