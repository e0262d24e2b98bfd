import { expect, test } from "vitest";
import { FULL_REPORT } from "../../test/full-report.ts";
import { reportToJson } from "./json.ts";
import { printReportJson } from "./json-text.ts";

test("report.json is indented for people, and says the same in one line where there is more than they read", () => {
  const text = printReportJson(FULL_REPORT);
  expect(text).toBe(`${JSON.stringify(reportToJson(FULL_REPORT), undefined, 2)}\n`);
  const problems = Array.from({ length: 10_001 }, () => FULL_REPORT.problems[0]!);
  const long = printReportJson({ ...FULL_REPORT, problems });
  expect(long.indexOf("\n")).toBe(long.length - 1);
  expect(JSON.parse(long)).toEqual({ ...JSON.parse(text), problems: JSON.parse(long).problems });
});
