import { beforeAll, describe, expect, test } from "vitest";
import { requireTool } from "../tools.ts";
import { complaintsOf } from "./complaints.ts";
import { runYear, type YearResult } from "./year.ts";

const tools = [
  requireTool("unbound", "unbound"),
  requireTool("delv", "bind9-dnsutils"),
  requireTool("ldns-verify-zone", "ldnsutils"),
  requireTool("dnssec-verify", "bind9-utils"),
  requireTool("kzonecheck", "knot-dnssecutils"),
  requireTool("cc", "gcc"),
];

/** For a machine with much else to do. */
const PATIENCE = 600_000;

// `npm run year` is the same over a year.
describe.skipIf(tools.includes(false) || process.platform !== "linux")(
  "a year of a signed zone, in short",
  () => {
    let result: YearResult;

    beforeAll(async () => {
      result = await runYear({ seed: 1, isShort: true, randomHours: 4 });
    }, PATIENCE);

    test("no validator finds anything bogus, and all judge alike", () => {
      expect(complaintsOf(result)).toEqual([]);
    });

    test("steps that are made too early break what the model and Unbound see", () => {
      const lines = result.early.map(({ name, rules, reasons, comparisons }) => {
        const isSeen = comparisons.some(({ unbound }) => unbound === "bogus");
        return `${name}: ${rules.join(" ")}: ${[...reasons].sort().join(" ")}${isSeen ? "" : " (for strict validators)"}`;
      });
      expect([...new Set(lines)].sort()).toMatchInlineSnapshot(`
        [
          "change the DS to 13: not-looked-at: ds-without-key",
          "change the DS to 15: not-looked-at: ds-without-key",
          "change the DS: not-looked-at: ds-without-key",
          "publish 13 no more: chain-breaks: ds-without-key",
          "publish 13 no more: too-early: ds-without-key",
          "publish 13: not-looked-at: algorithm-missing (for strict validators)",
          "publish 15: not-looked-at: algorithm-missing (for strict validators)",
          "publish 8 no more: chain-breaks: ds-without-key",
          "publish 8 no more: too-early: ds-without-key",
          "remove the old ZSK: not-looked-at: signature-without-key",
          "remove the old key: chain-breaks: ds-without-key",
          "remove the old key: too-early: ds-without-key",
          "sign no more: chain-breaks: no-keys no-signature",
          "sign no more: too-early: no-keys no-signature",
          "sign with 13 alone: not-looked-at: algorithm-missing (for strict validators)",
          "sign with 15 alone: not-looked-at: algorithm-missing (for strict validators)",
          "sign with it: not-looked-at: signature-without-key",
          "sign with the next ZSK: not-looked-at: signature-without-key",
          "want the DS: not-looked-at too-early: no-keys no-signature",
        ]
      `);
    });
  },
);
