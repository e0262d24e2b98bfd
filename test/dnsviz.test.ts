import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const DOCS = join(import.meta.dirname, "../docs");
const PAGE = readFileSync(join(DOCS, "explanation/dnssec.md"), "utf8");
const TABLE = PAGE.slice(PAGE.indexOf("| DNSViz |"));
const rows = [...TABLE.matchAll(/^\| (`.+`) \| (.+) \|$/gm)].map(([, codes = "", here = ""]) => ({
  codes,
  here,
}));

/** How many codes DNSViz has for what it finds wrong (its dnsviz/analysis/errors.py, of 2026). */
const CODES = 127;

test("each of DNSViz' codes stands there once, with an answer", () => {
  const codes = rows.flatMap(({ codes }) => codes.split(", ").map((code) => code.replaceAll("`", "")));
  expect(codes.filter((code, index) => codes.indexOf(code) < index)).toEqual([]);
  expect(codes.filter((code) => !/^[A-Z0-9_]+$/.test(code))).toEqual([]);
  expect(codes).toHaveLength(CODES);
});

test("the rules that it names are there", () => {
  const rules = new Set(
    readdirSync(join(DOCS, "rules")).flatMap((file) =>
      [...readFileSync(join(DOCS, "rules", file), "utf8").matchAll(/^## (\S+)$/gm)].map(([, rule]) => rule),
    ),
  );
  const named = rows.flatMap(({ here }) =>
    [...here.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, rule]) => rule),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((rule) => !rules.has(rule))).toEqual([]);
});
