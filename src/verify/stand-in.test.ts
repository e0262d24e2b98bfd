import { describe, expect, test } from "vitest";
import { decode } from "../../dns/records/index.ts";
import { RRSIG as RRSIG_TYPE } from "../../dns/records/rrsig.ts";
import { A, RRSIG, ZONEMD } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { signedExample } from "../../test/dnssec/signed-example.ts";
import { signedZone } from "../render/signed-zone.ts";
import { judge } from "./judge.ts";
import type { Answer } from "./types.ts";

const ZONE = signedZone(signedExample(), 2026120100, 2973);

/** The signatures as a nameserver makes them that has the key: with other octets. */
function truly(record: ZoneRecord, change: object = {}): ZoneRecord {
  const { owner, type, ttl, rdata } = record;
  if (type === ZONEMD)
    return { owner, type, ttl, rdata: `${rdata.slice(0, 6)}${"\x07".repeat(rdata.length - 6)}` };
  const data = decode(RRSIG, rdata);
  if (data.type !== "RRSIG") return { owner, type, ttl, rdata };
  return { owner, type, ttl, rdata: RRSIG_TYPE.write({ ...data, signature: "\x07".repeat(64), ...change }) };
}

function answerOf(records: readonly ZoneRecord[]): Answer {
  const reply = {
    rcode: 0,
    aa: true,
    authority: [],
    additional: [],
    transport: "udp",
    milliseconds: 1,
  } as const;
  return { outcome: "reply", ...reply, answer: records };
}

const address = ZONE.records.filter(
  ({ type, rdata }) => type === A || (type === RRSIG && rdata.startsWith("\0\x01")), // it covers A
);

describe("signatures that are made with a private key are judged by their form", () => {
  const judged = (change: object) =>
    judge(
      { outcome: "answer", records: address },
      answerOf(address.map((record) => (record.type === RRSIG ? truly(record, change) : record))),
    )?.kind;

  test("and other octets are no difference", () => {
    expect(address.map(({ type }) => type).sort()).toEqual([A, RRSIG]);
    expect(judged({})).toBeUndefined();
  });

  test.each<[string, object]>([
    ["another key", { key_tag: 1 }],
    ["another algorithm", { algorithm: 13 }],
    ["another number of labels", { labels: 2 }],
    ["another original TTL", { original_ttl: 301 }],
    ["another beginning", { signature_inception: 1 }],
    ["another end", { signature_expiration: 1 }],
    ["another signer", { signer_name: "\x03com\0" }],
    ["another length", { signature: "\x07".repeat(63) }],
    ["another type", { type_covered: 28 }],
  ])("but %s is", (_, change) => {
    expect(judged(change)).toBe("wrong-value");
  });
});

test("the digest over signatures is judged by its form, and that of what stands in git by its octets", () => {
  const digests = ZONE.records.filter(({ type }) => type === ZONEMD);
  const [content, simple] = digests.toSorted((a, b) => b.rdata.charCodeAt(4) - a.rdata.charCodeAt(4));
  const judged = (records: readonly ZoneRecord[]) =>
    judge({ outcome: "answer", records: digests }, answerOf(records))?.kind;
  expect(judged([content!, truly(simple!)])).toBeUndefined();
  expect(judged([truly(content!), simple!])).toBe("wrong-value");
});
