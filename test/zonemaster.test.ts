import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const PAGE = readFileSync(join(import.meta.dirname, "../docs/zonemaster.md"), "utf8");

/** How many test cases each level of Zonemaster's specifications has. */
const LEVELS = {
  address: 3,
  basic: 3,
  connectivity: 4,
  consistency: 6,
  dnssec: 18,
  delegation: 7,
  nameserver: 15,
  syntax: 8,
  zone: 11,
};
const WITHDRAWN = "dnssec12"; // dnssec13 took its place

const rows = [...PAGE.matchAll(/^\| ([a-z]+\d\d) \| .+? \| (.+) \|$/gm)].map(([, id = "", here = ""]) => ({
  id,
  here,
}));

test("each of Zonemaster's 74 test cases stands there once", () => {
  const ids = Object.entries(LEVELS).flatMap(([level, count]) =>
    Array.from({ length: count }, (_, index) => `${level}${String(index + 1).padStart(2, "0")}`),
  );
  expect(rows.map(({ id }) => id)).toEqual(ids.filter((id) => id !== WITHDRAWN));
  expect(rows.length).toBe(74);
});

test.each(rows)("$id has a rule, a check, or a reason", ({ here }) => {
  expect(here).toMatch(
    /^(rules? \[|`delegation`|asked|server|not covered, (because|for the same reason|as [a-z]+\d\d))/,
  );
});
