import { describe, expect, test } from "vitest";
import { builtServer } from "../built-bundles.ts";
import { requireDnspython } from "../tools.ts";
import { putSuite, SUITE_RUNS } from "./put-suite.ts";
import { requireSuites, suitesFolder } from "./suites.ts";

/** A suite starts the server up to 28 times; the machine may be busy. */
const PATIENCE = 300_000;

const CASES: { readonly [suite: string]: number } = {
  ferret: 6337,
  "ferret-loops": 28,
  "coredns-file": 39,
  probes: 65,
};

describe.skipIf(!requireSuites(process.env) || !requireDnspython())("the server passes every case of", () => {
  test.concurrent.each(SUITE_RUNS)(
    "$suite over $transport",
    async (run) => {
      const { passed, judged, output } = await putSuite(
        suitesFolder(process.env),
        run,
        "ours",
        await builtServer(),
      );
      expect(judged).toBe(CASES[run.suite]);
      expect(passed, output).toBe(judged);
    },
    PATIENCE,
  );
});
