import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { A } from "../../../dns/type-numbers.ts";
import { collectGarbage } from "../../../test/fuzz/memory.ts";
import { tablesOf } from "../../../test/serve-text.ts";
import { findPlace, findRRset } from "../../answer/lookup.ts";
import { makeNameBuffer, readName } from "../../query/name.ts";
import { ROW, RRSET_TYPE } from "../tables.ts";

const APEX = "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns.example.org.\n";
const ADDRESSES = Array.from({ length: 66 }, (_, index) => `192.0.2.${index}`);

/** How many addresses www.example.com has in the tables of this zone. */
function addressesIn(addresses: readonly string[]): number {
  const tables = tablesOf({ "example.com.": APEX + addresses.map((one) => `www A ${one}\n`).join("") });
  const name = makeNameBuffer();
  const wire = Buffer.from("\x03www\x07example\x03com\0", "latin1");
  readName(name, wire, 0, wire.length);
  const rrset = findRRset(tables, findPlace(tables, name) >> 1, A);
  return tables.rows[rrset * ROW + RRSET_TYPE]! >>> 16;
}

test("a large RRset has all of its records, whatever an RRset at its place had in zones compiled before", () => {
  expect(addressesIn(ADDRESSES)).toBe(66);
  expect(addressesIn([...ADDRESSES.slice(0, 65), "198.51.100.1"])).toBe(66);
  expect(addressesIn(["203.0.113.1", ...ADDRESSES.slice(1, 65), "192.0.2.0"])).toBe(66);
});

test("a record that stands twice in a large RRset is one", () => {
  expect(addressesIn([...ADDRESSES, ...ADDRESSES])).toBe(66);
});

test("nothing keeps tables when nobody serves them any more", async () => {
  const buffer = (() => {
    const tables = tablesOf({ "example.com.": `${APEX}www CNAME mail\n@ MX 10 mail\nmail A 192.0.2.1\n` });
    return new WeakRef(tables.buffer);
  })();
  await nextTurn(); // a turn keeps what a WeakRef was made of
  collectGarbage();
  expect(buffer.deref()).toBeUndefined();
});
