import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { INCEPTION_MARGIN, windowOf, windowStart } from "../dns/signing/window.ts";
import type { Octets } from "../dns/wire.ts";
import { status } from "../src/commands/dnssec-status.ts";
import { closed } from "../test/closed-schema.ts";
import { type Situation, situations } from "./dnssec-situations.ts";
import { dnssecStatusSchema } from "./dnssec-status-schema.ts";

const OPTIONS = { allErrors: true, strict: true, allowUnionTypes: true };

/** As programs get it. */
function jsonOf({ signing, now, task }: Omit<Situation, "state" | "title">): object {
  const printed = status(signing, true, now, task);
  if (!("json" in printed)) throw new Error("Cannot read the status: it is no JSON");
  return JSON.parse(JSON.stringify(printed.json));
}

const all = situations().map((each) => [each.title, jsonOf(each)] as const);

const beforehand = [0, -1].map(
  (weeks) => [`signed beforehand, ${weeks} weeks from now`, signedBeforehand(weeks)] as const,
);

test.each([...all, ...beforehand])(
  "%s is as the published schema says, which names every key of it",
  (_, json) => {
    const validate = new Ajv(OPTIONS).compile(closed(dnssecStatusSchema()));
    validate(json);
    expect(validate.errors).toBeNull();
  },
);

test.each([
  ["another state", { state: "safe" }],
  ["no next step", { next: undefined }],
  ["a key without a tag", { keys: [{ role: "csk" }] }],
  ["a time that is none", { seen: { keys: { counter: 1, since: 0, last: "", by: "drift" } } }],
])("with %s it is refused", (_, change) => {
  const changed = JSON.parse(JSON.stringify({ ...all[1]![1], ...change }));
  expect(new Ajv(OPTIONS).compile(dnssecStatusSchema())(changed)).toBe(false);
});

test("every key that the schema names is there in some state, and so is every state of a zone", () => {
  const said = JSON.stringify([...all, ...beforehand]);
  const schema = dnssecStatusSchema();
  expect(keysOf(schema).filter((key) => !said.includes(`"${key}":`))).toEqual([]);
  expect([...new Set(situations().map(({ state }) => state))].sort()).toEqual(
    [...(schema.properties as { state: { enum: string[] } }).state.enum].sort(), // as the schema has it
  );
});

test("two calls give the same situations, each with a title of its own", () => {
  expect(situations()).toEqual(situations());
  expect(new Set(situations().map(({ title }) => title)).size).toBe(all.length);
});

/** A zone whose key for keys has signed them for one week. */
function signedBeforehand(weeks: number): object {
  const split = situations().find(({ signing }) => signing.keys?.keys.some(({ role }) => role === "ksk"))!;
  const ksk = split.signing.keys!.keys.find(({ role }) => role === "ksk")!;
  const head = Buffer.alloc(18); // RFC 4034 §3.1: DNSKEY, the algorithm, the inception and the tag matter here
  head.writeUInt16BE(48, 0);
  head.writeUInt8(ksk.algorithm, 2);
  const window = windowOf(split.now.getTime() / 1_000) + weeks;
  head.writeUInt32BE(windowStart(window) - INCEPTION_MARGIN, 12);
  head.writeUInt16BE(ksk.tag, 16);
  const rrsig: Octets = `${head.toString("latin1")}${split.signing.origin}${"-".repeat(64)}`;
  return jsonOf({ ...split, signing: { ...split.signing, keySignatures: [rrsig] } });
}

function keysOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own =
    "properties" in schema && typeof schema.properties === "object" && schema.properties !== null
      ? Object.keys(schema.properties)
      : [];
  return [...own, ...Object.values(schema).flatMap(keysOf)];
}
