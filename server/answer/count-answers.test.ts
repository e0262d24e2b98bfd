import { expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { queryOf, tablesOf } from "../../test/serve-text.ts";
import { UNKNOWN_CLIENT } from "../query/client.ts";
import { originsOf } from "../tables/origins.ts";
import { countAnswers } from "./count-answers.ts";
import {
  ANSWERED,
  MAX_ZONES,
  makeCounters,
  OUTCOMES,
  RCODES,
  RECEIVED,
  RESPONSES,
  SIZE_BUCKETS,
  SIZE_SUM,
  SIZES,
  sumOf,
  TOO_SHORT,
  TRUNCATED,
  TYPES,
  ZONES,
} from "./counters.ts";
import { guard } from "./guard.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder, type Respond } from "./respond.ts";
import { OTHER_TYPES, placeOfType } from "./type-places.ts";
import { OTHER_ZONES, ZonePlaces } from "./zone-slots.ts";

const ZONE = `
  @ SOA ns host 7 7200 3600 1209600 60
  @ NS ns
  ns A 192.0.2.1
  big TXT ${Array.from({ length: 6 }, () => `"${"x".repeat(250)}"`).join(" ")}
`;
const serve = makeResponder(tablesOf({ "example.com.": ZONE }), makeIdentity("s", "v"));

/** What is counted for these packets, by names; what is 0 is left out. */
function countsFor(packets: readonly Uint8Array[], respond: Respond = serve) {
  const [counters] = makeCounters(1);
  const counted = countAnswers(respond, counters!, new ZonePlaces<string>().slotsFor(["example.com."]));
  for (const packet of packets) counted(packet, packet.length, new Uint8Array(1232), 1232, UNKNOWN_CLIENT);
  const names = {
    RECEIVED,
    ANSWERED,
    TRUNCATED,
    TOO_SHORT,
    RESPONSES,
    NOERROR: RCODES,
    SERVFAIL: RCODES + 2,
  };
  const more = { NXDOMAIN: RCODES + 3, NOTIMP: RCODES + 4, REFUSED: RCODES + 5, BADVERS: RCODES + 16 };
  const all = Object.entries({ ...names, ...more }).map(([name, place]) => [name, counters![place]]);
  return Object.fromEntries(all.filter(([, count]) => count !== 0));
}

/** With one octet changed. */
function changed(packet: Uint8Array, at: number, value: number): Uint8Array {
  const copy = Uint8Array.from(packet);
  copy[at] = value;
  return copy;
}

const A = queryOf("ns.example.com. A");
const EDNS = queryOf("ns.example.com. A", { size: 1232 });

test.each<[string, readonly Uint8Array[], object]>([
  ["answers", [A, A], { RECEIVED: 2, ANSWERED: 2, NOERROR: 2 }],
  ["a name that is not there", [queryOf("x.example.com. A")], { RECEIVED: 1, ANSWERED: 1, NXDOMAIN: 1 }],
  ["a zone that is not there", [queryOf("example.org. A")], { RECEIVED: 1, ANSWERED: 1, REFUSED: 1 }],
  ["another opcode", [changed(A, 2, 0x10)], { RECEIVED: 1, ANSWERED: 1, NOTIMP: 1 }],
  ["truncation", [queryOf("big.example.com. TXT")], { RECEIVED: 1, ANSWERED: 1, NOERROR: 1, TRUNCATED: 1 }],
  [
    "a code with more than four bits",
    [changed(EDNS, EDNS.length - 5, 1)],
    { RECEIVED: 1, ANSWERED: 1, BADVERS: 1 },
  ],
  ["less than a header", [A.subarray(0, 11)], { RECEIVED: 1, TOO_SHORT: 1 }],
  ["a response", [changed(A, 2, 0x80)], { RECEIVED: 1, RESPONSES: 1 }],
])("counted: %s", (_, packets, counts) => {
  expect(countsFor(packets)).toEqual(counts);
});

test("counted: type, size, and the outcome in its zone, wherever that stands in the tables", () => {
  const tables = tablesOf({
    "example.com.": `${ZONE}\n sub NS ns.example.net.`,
    "example.net.": "@ SOA ns h 1 2 3 4 5\n@ NS ns.example.com.",
  });
  const places = new ZonePlaces<string>();
  places.slotsFor(["gone.example.", "example.com."]); // before a reload
  const [counters] = makeCounters(1);
  const origins = originsOf(tables);
  const counted = countAnswers(
    makeResponder(tables, makeIdentity("s", "v")),
    counters!,
    places.slotsFor(origins.map(printName)),
  );
  for (const question of [
    "ns.example.com. A",
    "example.com. MX",
    "x.example.com. TYPE1234",
    "sub.example.com. A",
    "example.net. NS",
    "example.org. A",
  ])
    counted(queryOf(question), queryOf(question).length, new Uint8Array(1232), 1232, UNKNOWN_CLIENT);
  const at = (name: string, outcome: (typeof OUTCOMES)[number]) =>
    counters![ZONES + places.all.get(name)! * OUTCOMES.length + OUTCOMES.indexOf(outcome)];
  expect(places.all.get("example.com.")).toBe(1);
  expect(OUTCOMES.map((outcome) => at("example.com.", outcome))).toEqual([1, 1, 1, 1, 0]);
  expect(OUTCOMES.map((outcome) => at("example.net.", outcome))).toEqual([1, 0, 0, 0, 0]);
  expect([placeOfType(1), OTHER_TYPES].map((place) => counters![TYPES + place])).toEqual([3, 1]);
  const sizes = SIZE_BUCKETS.map((_, place) => counters![SIZES + place]!);
  expect(sizes.reduce((sum, count) => sum + count)).toBe(6);
  expect(counters![SIZE_SUM]).toBeGreaterThan(6 * 29);
});

test("zones beyond the bound share one place", () => {
  const places = new ZonePlaces<string>();
  const slots = places.slotsFor(Array.from({ length: MAX_ZONES + 2 }, (_, zone) => `z${zone}.`));
  expect([slots[MAX_ZONES - 1], slots[MAX_ZONES], slots[MAX_ZONES + 1]]).toEqual([
    MAX_ZONES - 1,
    OTHER_ZONES,
    OTHER_ZONES,
  ]);
});

test.each(
  SIZE_BUCKETS.flatMap((most, place) => [
    [most, place],
    [most + 1, place + 1],
  ]).slice(0, -1),
)("an answer of %i octets is counted in place %i", (size, place) => {
  const [counters] = makeCounters(1);
  const respond: Respond = (_packet, _length, out) => {
    out[3] = 0;
    return size;
  };
  countAnswers(respond, counters!, new ZonePlaces<string>().slotsFor([]))(
    A,
    A.length,
    new Uint8Array(12),
    1232,
    UNKNOWN_CLIENT,
  );
  expect(counters![SIZES + place]).toBe(1);
});

test("counted: a defect that is met before the question is read is of no zone, whatever was answered before", () => {
  const [counters] = makeCounters(1);
  let calls = 0;
  const broken = guard(
    (...words) => {
      if (calls++ > 0) throw new Error("a defect");
      return serve(...words);
    },
    () => {},
  );
  const counted = countAnswers(broken, counters!, new ZonePlaces<string>().slotsFor(["example.com."]));
  for (const packet of [A, A]) counted(packet, packet.length, new Uint8Array(1232), 1232, UNKNOWN_CLIENT);
  expect(OUTCOMES.map((_, outcome) => counters![ZONES + outcome])).toEqual([1, 0, 0, 0, 0]);
});

test("counted: what a defect of ours answers, whatever was answered before", () => {
  let calls = 0;
  const broken = guard(
    (...words) => {
      if (calls++ > 0) throw new Error("a defect");
      return serve(...words);
    },
    () => {},
  );
  const badVersion = changed(EDNS, EDNS.length - 5, 1);
  expect(countsFor([badVersion, A], broken)).toEqual({ RECEIVED: 2, ANSWERED: 2, BADVERS: 1, SERVFAIL: 1 });
});

test("threads count apart, and are added up", () => {
  const counters = makeCounters(3);
  for (const [thread, counted] of counters.entries()) counted[RECEIVED] = thread + 1;
  expect(sumOf(counters, RECEIVED)).toBe(6);
  expect(sumOf(counters, ANSWERED)).toBe(0);
});
