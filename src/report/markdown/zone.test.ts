import { expect, test } from "vitest";
import { FULL_REPORT } from "../../../test/full-report.ts";
import type { ZonePlan } from "../../plan/plan.ts";
import { printMarkdown } from "./markdown.ts";

const plan = FULL_REPORT.plan!; // the full report has one
const [first] = plan.zones;
const KEPT: ZonePlan = { ...first!, changes: [], decision: { kind: "kept", serial: 7 } };

function written(zones: readonly ZonePlan[]): string {
  const { verification: _, ...rest } = FULL_REPORT;
  return printMarkdown({ ...rest, plan: { zones, removed: [] } });
}

test("zones that do not change have one folded line with their serials, after those that do", () => {
  const text = written([KEPT, first!, KEPT]);
  expect(text.match(/^### `/gm)).toHaveLength(1);
  const folded = /<summary>2 zones do not change<\/summary>\n\n(.*\n.*)\n/.exec(text);
  expect(folded?.[1]).toMatch(/^(- `example\.com\.`: 8 records, serial 7, kept: .*\n?){2}$/);
  expect(folded!.index).toBeGreaterThan(text.indexOf("### `example.com.`"));
});

test("a zone whose changes are not known is not among those that do not change", () => {
  const { changes: _, ...unknown } = first!;
  expect(written([unknown])).toContain("### `example.com.`");
});

test("the headline counts what is refused", () => {
  const { review } = FULL_REPORT;
  const dangers = review!.dangers.map(({ allowed: _, ...danger }) => danger);
  expect(printMarkdown({ ...FULL_REPORT, review: { ...review!, dangers } })).toMatch(
    /^## ❌ 1 label needed · 1 new error/,
  );
  expect(printMarkdown(FULL_REPORT)).toMatch(/^## ❌ 1 new error/);
});
