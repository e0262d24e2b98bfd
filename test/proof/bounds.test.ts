import { expect, test } from "vitest";
import { zoneOf } from "../zone-text.ts";
import { provePair } from "./prove-pair.ts";

const NAMES = Array.from({ length: 500 }, (_, number) => `n${number} A 192.0.2.1\n`).join("");

test("a DNAME over all names of a zone is counted, and only what changes is asked through it", async () => {
  const zone = (changed: string) =>
    zoneOf("e.", `@ SOA ns. h. 1 2 3 4 60\n@ NS ns.g.\n${NAMES}x DNAME e.\nchanged A ${changed}\n`);
  const pair = { before: [zone("192.0.2.1")], after: [zone("192.0.2.2")] };
  const part = await provePair(pair, false);
  const full = await provePair(pair, true);
  expect(part.ledByDname).toBe(full.ledByDname);
  expect(part.ledByDname).toBeGreaterThan(2_000);
  expect(full.questions).toBeLessThan(3_000);
  // `changed`, and itself below `x`, below `x.x` and so on as far as names go, each A, ANY and CNAME.
  expect(part.changed).toBe(full.changed);
  expect(part.asked).toBeLessThan(700);
  expect(part.notProved).toEqual([]);
});

test("the three that nobody sees coming: a wildcard switched off, a host hidden, a mail host gone", async () => {
  const head = "@ SOA ns. h. 1 2 3 4 60\n@ NS ns.g.\n* A 192.0.2.9\n";
  const before = zoneOf("e.", `${head}@ MX 1 mail\nmail A 192.0.2.1\nlab.sub A 192.0.2.2\n`);
  const after = zoneOf("e.", `${head}@ MX 1 mail\nlab.sub A 192.0.2.2\nsub NS ns.g.\nnew TXT hello\n`);
  const { groups, asWritten, changed, unexplained } = await provePair(
    { before: [before], after: [after] },
    false,
  );
  const counted = groups.map(({ kind, change: { type }, count }) => `${kind} ${type} ${count}`).toSorted();
  expect(counted).toMatchInlineSnapshot(`
    [
      "additional 1 1",
      "ceased 1 3",
      "cut 2 8",
      "exists 16 4",
      "written 1 2",
      "written 16 2",
    ]
  `);
  expect(unexplained).toEqual([]);
  expect(changed).toBe(groups.reduce((sum, { count }) => sum + count, 0));
  expect(asWritten).toBe(
    groups.filter(({ kind }) => kind === "written").reduce((sum, { count }) => sum + count, 0),
  );
});
