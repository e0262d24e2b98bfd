import { expect, test } from "vitest";
import { FULL_REPORT } from "../../test/full-report.ts";
import { nameOf } from "../../test/zone-text.ts";
import type { VariableChange } from "../plan/variable-changes.ts";
import { reportToJson } from "./json.ts";
import { printMarkdown } from "./markdown/markdown.ts";
import { printTerminal } from "./terminal.ts";

const CHANGE: VariableChange = {
  name: "web_a",
  from: ["192.0.2.1", "2001:db8::1"],
  to: ["192.0.2.2", "2001:db8::1"],
  records: 31,
  zones: Array.from({ length: 12 }, (_, at) => nameOf(`z${at}.example.`)),
};
const REPORT = { ...FULL_REPORT, review: { ...FULL_REPORT.review!, variables: [CHANGE] } };

test("a variable that changes records is one line above the zones", () => {
  const terminal = printTerminal(REPORT, false);
  const line =
    "name web_a changed, 31 records in 12 zones: 192.0.2.1, 2001:db8::1 → 192.0.2.2, 2001:db8::1\n";
  expect(terminal).toContain(line);
  expect(terminal.indexOf(line)).toBeLessThan(terminal.indexOf("example.com.  "));
  const markdown = printMarkdown(REPORT);
  const item = "- web\\_a changed, 31 records in 12 zones: `192.0.2.1, 2001:db8::1 → 192.0.2.2, 2001:db8::1`";
  expect(markdown).toContain(item);
  expect(markdown.indexOf(item)).toBeLessThan(markdown.indexOf("### `example.com.`"));
  expect(reportToJson(REPORT)).toHaveProperty("review.variables", [
    { ...CHANGE, zones: Array.from({ length: 12 }, (_, at) => `z${at}.example.`) },
  ]);
});

test("without one there is no line", () => {
  const { variables: _, ...review } = REPORT.review;
  expect(printTerminal({ ...REPORT, review }, false)).not.toContain("changed, 31 records");
  expect(reportToJson({ ...REPORT, review })).not.toHaveProperty("review.variables");
});
