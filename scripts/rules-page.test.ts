import { expect, test } from "vitest";
import { rulesFileOf, SUBJECTS, subjectFile } from "../src/lint/page.ts";
import { RULES } from "../src/lint/rules.ts";
import { rulesPages } from "./rules-page.ts";

test("every rule has a section, where its links lead", () => {
  const pages = rulesPages();
  const missing = RULES.filter(({ id }) => {
    const [file = "", anchor = ""] = rulesFileOf(id).split("#");
    return !pages.get(file)?.includes(`\n## ${anchor}\n`);
  });
  expect(missing.map(({ id }) => id)).toEqual([]);
});

test("no two subjects have the same page", () => {
  expect(new Set(SUBJECTS.map(({ subject }) => subjectFile(subject))).size).toBe(SUBJECTS.length);
});
