import { expect, test } from "vitest";
import { SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { DNSKEY, RRSIG } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { nameOf, zoneOf } from "../../test/zone-text.ts";
import type { Answer, Reply } from "../verify/types.ts";
import { unsignedAmong } from "./unsigned-among.ts";

const ZONE = nameOf("example.com.");
const of = (type: number): ZoneRecord => ({ owner: ZONE, type, ttl: 300, rdata: "" });

function reply(answer: readonly ZoneRecord[], rest: Partial<Reply> = {}): Answer {
  return { outcome: "reply", rcode: 0, aa: true, answer, authority: [], additional: [], ...rest } as Reply; // no more is read
}

/** What a nameserver with this serial answers, and which of `policy`, `rrsig` and `keys` are among it. */
function at(address: string, serial: number, has: string, rest: Partial<Reply> = {}) {
  const [soa] = zoneOf("example.com.", `@ 300 SOA ns1 hostmaster ${serial} 3600 600 86400 300\n`).records;
  const part = (name: string, type: number) => (has.includes(name) ? [of(type)] : []);
  return {
    nameserver: { name: "ns.", address, port: 53 },
    policy: reply(part("policy", SIGNING_POLICY), rest),
    soa: reply([soa!, ...part("rrsig", RRSIG)], rest),
    keys: reply(part("keys", DNSKEY), rest),
  };
}

const OURS = at("192.0.2.53", 7, "policy rrsig keys");

test.each<[what: string, other: ReturnType<typeof at>, isBehind: boolean | undefined]>([
  ["the same", at("192.0.2.54", 7, "policy rrsig keys"), undefined],
  ["the week before", at("192.0.2.54", 6, "policy rrsig keys"), undefined],
  ["all but signatures", at("192.0.2.54", 7, "policy keys"), false],
  ["all but DNSKEY", at("192.0.2.54", 7, "policy rrsig"), false],
  ["an older one that was to be signed, too", at("192.0.2.54", 6, "policy"), false],
  ["an older one without keys", at("192.0.2.54", 6, ""), true],
  ["the same serial without keys", at("192.0.2.54", 7, ""), false],
  ["a greater serial without keys", at("192.0.2.54", 9, ""), false],
  ["an older one without authority", at("192.0.2.54", 6, "", { aa: false }), undefined],
  ["that it fails", at("192.0.2.54", 6, "", { rcode: 2 }), undefined],
])("beside one that signs, a nameserver answers %s", (_, other, isBehind) => {
  const found = unsignedAmong(ZONE, [OURS, other]);
  expect(found).toEqual(
    isBehind === undefined ? [] : [{ name: "ns.", address: "192.0.2.54", isBehind, patience: 4200 }],
  );
});

test("where nobody signs, nobody has to", () => {
  expect(unsignedAmong(ZONE, [at("192.0.2.53", 7, "policy"), at("192.0.2.54", 6, "")])).toEqual([]);
});
