import { expect, test } from "vitest";
import { queryOf, tablesOf } from "../../test/serve-text.ts";
import { UNKNOWN_CLIENT } from "../query/client.ts";
import { countAnswers } from "./count-answers.ts";
import {
  ANSWERED,
  makeCounters,
  RCODES,
  RECEIVED,
  RESPONSES,
  sumOf,
  TOO_SHORT,
  TRUNCATED,
} from "./counters.ts";
import { guard } from "./guard.ts";
import { makeIdentity } from "./identity.ts";
import { makeResponder, type Respond } from "./respond.ts";

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
  const counted = countAnswers(respond, counters!);
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
