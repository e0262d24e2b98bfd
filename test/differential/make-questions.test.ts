import { expect, test } from "vitest";
import { isBelow, isWildcard, keyOf, MAX_NAME_LENGTH } from "../../dns/name.ts";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import { findLandmarks } from "./landmarks.ts";
import { makeQuestions } from "./make-questions.ts";
import { makeUniverse } from "./make-universe.ts";
import type { Question } from "./question.ts";

const universes = Array.from({ length: 100 }, (_, number) => makeUniverse(1, number, number % 20 === 19));
const inquiries = universes.flatMap(({ number, zones }) => {
  const landmarks = findLandmarks(zones);
  return makeQuestions(1, number, zones, 200).map((question) => ({ question, landmarks, zones }));
});
type Inquiry = (typeof inquiries)[number];

test("the questions are the same for the same seed and universe", () => {
  const again = makeQuestions(1, 0, universes[0]!.zones, 200);
  expect(again).toEqual(inquiries.slice(0, 200).map(({ question }) => question));
  expect(makeQuestions(2, 0, universes[0]!.zones, 200)).not.toEqual(again);
});

const KINDS: readonly (readonly [kind: string, isSuch: (inquiry: Inquiry) => boolean])[] = [
  ["for ANY", asks(({ type }) => type === 255)],
  ["for types that no server knows", asks(({ type }) => type > 300)],
  ["over TCP", asks(({ transport }) => transport === "tcp")],
  ["without EDNS", asks(({ edns }) => edns === undefined)],
  ["with 512 octets", asks(({ edns }) => edns?.size === 512)],
  ["with 1232 octets", asks(({ edns }) => edns?.size === 1232)],
  ["with 4096 octets", asks(({ edns }) => edns?.size === 4096)],
  ["with less than 512 octets", asks(({ edns }) => edns !== undefined && edns.size < 512)],
  ["with another version of EDNS", asks(({ edns }) => edns?.version === 1)],
  ["with DO", asks(({ edns }) => edns?.do === true)],
  ["with RD", asks(({ rd }) => rd)],
  ["with CD", asks(({ cd }) => cd)],
  ["of class CH", asks((question) => question.class === 3)],
  ["of class ANY", asks((question) => question.class === 255)],
  ["with an unknown opcode", asks(({ opcode }) => opcode === 15)],
  ["for AXFR over UDP", asks(({ type, transport }) => type === 252 && transport === "udp")],
  ["for IXFR over UDP", asks(({ type, transport }) => type === 251 && transport === "udp")],
  ["for names in mixed case", asks(({ name }) => name !== keyOf(name))],
  ["for names of the greatest length", asks(({ name }) => name.length > MAX_NAME_LENGTH - 3)],
  ["for wildcards by name", asks(({ name }) => isWildcard(name))],
  ["for DS at cuts", ({ question, landmarks }) => question.type === 43 && isOneOf(question, landmarks.cuts)],
  [
    "for DS at apexes",
    ({ question, landmarks }) => question.type === 43 && isOneOf(question, landmarks.apexes),
  ],
  ["below cuts", ({ question, landmarks }) => landmarks.cuts.some((cut) => isBelow(question.name, cut))],
  [
    "below DNAMEs",
    ({ question, landmarks }) => landmarks.dnames.some((dname) => isBelow(question.name, dname)),
  ],
  ["for empty non-terminals", ({ question, landmarks }) => isOneOf(question, landmarks.emptyNonTerminals)],
  ["for names that there are", ({ question, landmarks }) => landmarks.typesAt.has(keyOf(question.name))],
  ["outside every zone", ({ question, zones }) => !zones.some(({ origin }) => isWithin(question, origin))],
];

test.each(KINDS)("questions are asked %s", (_kind, isSuch) => {
  expect(inquiries.filter(isSuch).length).toBeGreaterThan(0);
});

test("every type of the table is asked for", () => {
  const asked = new Set(inquiries.map(({ question }) => question.type));
  expect(RECORD_TYPES.filter(({ code }) => !asked.has(code))).toEqual([]);
});

function asks(isSuch: (question: Question) => boolean): (inquiry: Inquiry) => boolean {
  return ({ question }) => isSuch(question);
}

function isOneOf({ name }: Question, names: readonly string[]): boolean {
  return names.some((other) => keyOf(name) === keyOf(other as typeof name)); // landmarks are names
}

function isWithin({ name }: Question, origin: string): boolean {
  return keyOf(name).endsWith(origin.toLowerCase());
}
