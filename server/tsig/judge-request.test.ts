import fc from "fast-check";
import { expect, test } from "vitest";
import type { TsigAlgorithm } from "../../dns/tsig/algorithms.ts";
import { appendTsig } from "../../dns/tsig/append.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import type { TsigRecord } from "../../dns/tsig/record.ts";
import { queryOf } from "../../test/serve-text.ts";
import { checkAnswer, KEY, SIGNED_AT, signMessage, tsigOf } from "../../test/tsig.ts";
import { nameOf } from "../../test/zone-text.ts";
import { judgeTsig, type TsigVerdict } from "./judge-request.ts";

const QUERY = queryOf("www.example.com. A", { size: 1232 });
const OTHER: TsigKey = {
  name: nameOf("other.example."),
  algorithm: "hmac-sha512",
  secret: Buffer.alloc(64, 9),
};
const KEYS = [OTHER, KEY];

const judge = (packet: Uint8Array, seconds = SIGNED_AT): TsigVerdict =>
  judgeTsig(packet, packet.length, KEYS, () => seconds * 1000);

/** The signed query with some fields of its record as they are told. */
function changed(change: (record: TsigRecord) => Partial<TsigRecord>): Buffer {
  const { octets } = signMessage(QUERY);
  const { record, start } = tsigOf(octets);
  const message = Buffer.concat([octets.subarray(0, start), Buffer.alloc(400)]);
  message[11]! -= 1;
  return message.subarray(0, appendTsig({ ...record, ...change(record) }, message, start));
}

test("a message without TSIG is not judged", () => {
  expect(judge(QUERY)).toEqual({ kind: "none" });
});

test.each<TsigAlgorithm>(["hmac-sha256", "hmac-sha384", "hmac-sha512"])(
  "a message that is signed with %s and a key that is known is good, and so are its answers (RFC 8945 §4.3, §5.3)",
  (algorithm) => {
    const key = { ...KEY, algorithm };
    const { octets, mac } = signMessage(QUERY, key);
    const verdict = judgeTsig(octets, octets.length, [key], () => SIGNED_AT * 1000);
    if (verdict.kind !== "good") throw new Error(verdict.kind);
    expect(verdict).toMatchObject({ keyName: KEY.name, length: QUERY.length });
    const answer = new Uint8Array(200);
    answer.set(QUERY);
    const length = verdict.signer.sign(answer, QUERY.length);
    expect(length).toBeLessThanOrEqual(QUERY.length + verdict.signer.room);
    expect(checkAnswer(answer.subarray(0, length), mac, { key })).toBe("right");
  },
);

test("the messages of one answer are signed each by the one before, with nothing but their times (RFC 8945 §5.3.1)", () => {
  const { octets, mac } = signMessage(QUERY);
  let now = SIGNED_AT;
  const verdict = judgeTsig(octets, octets.length, KEYS, () => now++ * 1000);
  if (verdict.kind !== "good") throw new Error(verdict.kind);
  let prior = mac;
  for (const number of [0, 1, 2]) {
    const message = new Uint8Array(200);
    message.set(QUERY);
    message[20] = number;
    const signed = message.subarray(0, verdict.signer.sign(message, QUERY.length));
    expect(checkAnswer(signed, prior, { isNext: number > 0 })).toBe("right");
    expect(checkAnswer(signed, prior, { isNext: number === 0 })).toBe("wrong");
    const { record } = tsigOf(signed);
    expect(record.time).toBe(SIGNED_AT + 1 + number);
    prior = record.mac;
  }
});

test("a key goes by its name in any case, and another id in the header is a forwarder's (RFC 8945 §4.3.2, §5.2.1)", () => {
  const message = changed(() => ({ key: nameOf("Transfer.EXAMPLE."), algorithm: nameOf("HMAC-sha256.") }));
  message[0] = 0x77;
  expect(judge(message)).toMatchObject({ kind: "good" });
});

test.each([
  ["with another key's name", { key: nameOf("nobody.example.") }],
  ["with a key's name and another's algorithm", { algorithm: nameOf("hmac-sha512.") }],
  ["with an algorithm that nobody knows", { algorithm: nameOf("rot13.") }],
  ["with a key that is not known and no MAC", { key: nameOf("nobody.example."), mac: new Uint8Array(0) }],
])("who signs %s hears BADKEY, unsigned (RFC 8945 §5.2.1)", (_, change) => {
  expect(answerTo(changed(() => change))).toEqual([9, 17, 0]);
});

test.each<[string, (record: TsigRecord) => Partial<TsigRecord>]>([
  ["another MAC", ({ mac }) => ({ mac: mac.map((octet) => octet ^ 1) })],
  ["another time", ({ time }) => ({ time: time + 1 })],
  ["another fudge", ({ fudge }) => ({ fudge: fudge + 1 })],
  ["another id of the signer", ({ id }) => ({ id: id + 1 })],
  ["another error", () => ({ error: 16 })],
  ["other data that were not signed", () => ({ other: Uint8Array.of(1) })],
])("%s is BADSIG, unsigned (RFC 8945 §5.2.2)", (_, change) => {
  expect(answerTo(changed(change))).toEqual([9, 16, 0]);
});

test.each([
  [32, "good"],
  [31, "good"],
  [16, "good"],
  [15, 1],
  [0, 1],
  [33, 1],
])("of a MAC of 32 octets, %i are %s (RFC 8945 §5.2.2.1)", (length, expected) => {
  const verdict = judge(
    changed(({ mac }) => ({ mac: Buffer.concat([mac, Buffer.alloc(1)]).subarray(0, length) })),
  );
  expect(verdict.kind === "bad" ? verdict.rcode : verdict.kind).toBe(expected);
});

test.each([
  [-301, "bad"],
  [-300, "good"],
  [300, "good"],
  [301, "bad"],
])("a clock that differs by %i seconds is %s (RFC 8945 §5.2.3)", (seconds, kind) => {
  expect(judge(signMessage(QUERY).octets, SIGNED_AT + seconds).kind).toBe(kind);
});

test("BADTIME is signed and tells the server's time; the other time is the request's (RFC 8945 §5.2.3)", () => {
  const { octets, mac } = signMessage(QUERY);
  const verdict = judge(octets, SIGNED_AT + 4000);
  if (verdict.kind !== "bad") throw new Error(verdict.kind);
  expect(verdict).toMatchObject({ rcode: 9, error: 18 });
  const answer = new Uint8Array(200);
  answer.set(QUERY);
  const signed = answer.subarray(0, verdict.signer!.sign(answer, QUERY.length));
  expect(signed.length).toBeLessThanOrEqual(QUERY.length + verdict.signer!.room);
  expect(checkAnswer(signed, mac)).toBe("right");
  const { record } = tsigOf(signed);
  expect(record).toMatchObject({ error: 18, time: SIGNED_AT });
  expect(Buffer.from(record.other).readUIntBE(0, 6)).toBe(SIGNED_AT + 4000);
});

test("a message that is signed twice, or not at its end, is malformed (RFC 8945 §5.2)", () => {
  const { octets } = signMessage(QUERY);
  const twice = signMessage(octets).octets;
  expect(judge(twice)).toMatchObject({ kind: "bad", rcode: 1, signer: undefined });
  const { start } = tsigOf(octets);
  const [opt, tsig] = [octets.subarray(start - 11, start), octets.subarray(start)];
  const swapped = Buffer.concat([octets.subarray(0, start - 11), tsig, opt]);
  expect(judge(swapped)).toMatchObject({ kind: "bad", rcode: 1 });
});

test("no octet of a signed message can change and leave it good", () => {
  const { octets } = signMessage(QUERY);
  const { start } = tsigOf(octets);
  const isFree = (at: number, bit: number) => {
    // The header's id is a forwarder's to change, and the case of the two names means nothing.
    if (at < 2) return true;
    const isInName =
      (at >= start && at < start + KEY.name.length) ||
      (at >= start + KEY.name.length + 10 && at < start + KEY.name.length + 10 + 13);
    return bit === 5 && isInName && /[a-z]/i.test(String.fromCharCode(octets[at]!));
  };
  for (let at = 0; at < octets.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const other = Buffer.from(octets);
      other[at]! ^= 1 << bit;
      if (!isFree(at, bit)) expect([at, bit, judge(other).kind]).not.toEqual([at, bit, "good"]);
    }
  }
});

test("what is signed is good, whatever the message is and with whichever key, and no other key makes it so", () => {
  const flags = fc.uint8Array({ minLength: 4, maxLength: 4 });
  const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }); // HMAC fills shorter ones up with octets 0
  const algorithm = fc.constantFrom<TsigAlgorithm>("hmac-sha256", "hmac-sha384", "hmac-sha512");
  fc.assert(
    fc.property(flags, secret, secret, algorithm, (head, one, two, algorithm) => {
      const key = { ...KEY, secret: one, algorithm };
      const signed = signMessage(Buffer.concat([head, QUERY.subarray(4)]), key).octets;
      const kindWith = (keys: readonly TsigKey[]) =>
        judgeTsig(signed, signed.length, keys, () => SIGNED_AT * 1000).kind;
      expect(kindWith([key])).toBe("good");
      fc.pre(!Buffer.from(one).equals(Buffer.from(two)));
      expect(kindWith([{ ...key, secret: two }])).toBe("bad");
    }),
  );
});

test("any octets are judged, and nothing is thrown", () => {
  const signed = signMessage(QUERY).octets;
  const cuts = fc.tuple(
    fc.integer({ min: 0, max: signed.length }),
    fc.integer({ min: 0, max: signed.length }),
    fc.uint8Array({ maxLength: 40 }),
  );
  const mangled = cuts.map(([from, to, put]) =>
    Buffer.concat([signed.subarray(0, from), put, signed.subarray(to)]),
  );
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mangled), (octets) => {
      expect(["none", "good", "bad"]).toContain(judge(octets).kind);
    }),
    { numRuns: 2000 },
  );
});

/** Response code, TSIG error, and length of the MAC of the answer to a request that is no good. */
function answerTo(request: Uint8Array): number[] {
  const verdict = judge(request);
  if (verdict.kind !== "bad") throw new Error(verdict.kind);
  const answer = new Uint8Array(400);
  answer.set(QUERY);
  const length = verdict.signer!.sign(answer, QUERY.length);
  expect(length).toBeLessThanOrEqual(QUERY.length + verdict.signer!.room);
  const { record } = tsigOf(answer.subarray(0, length));
  expect(record.error).toBe(verdict.error);
  return [verdict.rcode, record.error, record.mac.length];
}
