import { describe, expect, test } from "vitest";
import { makeKey, policyWith } from "../../test/signing/sign-with.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { flatten, unflatten } from "../flat-records.ts";
import { RRSIG } from "../type-numbers.ts";
import { typeName } from "../types.ts";
import { keySignaturesOf, lastSigned, presignedBy } from "./key-signatures.ts";
import { inWindow, keysToSign } from "./keys-to-sign.ts";
import { plainSigner } from "./plain-signer.ts";
import { printPolicy, SIGNING_POLICY, type SigningPolicy } from "./policy.ts";
import { type SigningTask, signFlatZone } from "./sign-zone.ts";
import { isSignatureOf } from "./verify-signature.ts";

const WINDOW = 2970;
const ksk = makeKey(13, { signs: "keys" });
const zsk = makeKey(15, { signs: "zone", flags: 256, isWanted: false });
const policy = policyWith([ksk, zsk]);

function taskOf(how: Partial<SigningPolicy> = {}, soa = "1209600", window = WINDOW): SigningTask {
  const zone = zoneOf(
    "example.com.",
    `@ 3600 SOA ns1 host 1 7200 3600 ${soa} 300\n@ 3600 NS ns1.example.net.\nWWW A 192.0.2.1\n`,
  );
  const own = { ...policy, ...how };
  const record = { owner: zone.origin, type: SIGNING_POLICY, ttl: own.ttl, rdata: printPolicy(own) };
  return {
    origin: Buffer.from(zone.origin, "latin1"),
    records: flatten([...zone.records, record]),
    policy: own,
    window,
    signerOf: (key) => (key === zsk.key ? plainSigner(15, zsk.privateKey) : undefined),
  };
}

/** The data of the RRSIGs that the key makes for these windows. */
function signed(windows: readonly number[]): string[] {
  const sign = plainSigner(13, ksk.privateKey);
  return windows.flatMap((window) =>
    keysToSign(taskOf({}, "1209600", window)).map(
      ({ data }) =>
        `${Buffer.from(data.subarray(0, 18)).toString("latin1")}\x07example\x03com\0${sign(data)}`,
    ),
  );
}

const made = keySignaturesOf(signed([WINDOW, WINDOW + 1, WINDOW + 3]));

function sign(task: SigningTask) {
  return unflatten(
    signFlatZone({
      ...task,
      signerOf: (key) => (key === ksk.key ? presignedBy(key, made) : task.signerOf(key)),
    }),
  );
}

test("a zone is signed with what its key for keys signed beforehand, and with nothing else of that", () => {
  const ofKsk = sign(taskOf())
    .filter(({ type, rdata }) => type === RRSIG && rdata.charCodeAt(2) === 13)
    .map(({ rdata }) => typeName((rdata.charCodeAt(0) << 8) | rdata.charCodeAt(1)));
  expect(ofKsk.sort()).toEqual(["CDNSKEY", "CDS", "DNSKEY"]);
});

describe("what was signed beforehand is refused", () => {
  test.each([
    ["for a window without a signature", taskOf({}, "1209600", WINDOW + 2), "is not there"],
    ["for other times", taskOf({}, "3000000"), "is not there"],
    ["for another TTL", taskOf({ ttl: 300 }), "is not there"],
    [
      "for other keys",
      taskOf({ keys: [...policy.keys, makeKey(15, { signs: "none" }).key] }),
      "does not hold",
    ],
  ])("%s", (_, task, why) => {
    expect(() => sign(task)).toThrow(why);
  });

  test("where an octet is another", () => {
    for (const [head, [signature = ""]] of made) {
      const other = `${signature.slice(0, -1)}${String.fromCharCode(signature.charCodeAt(63) ^ 1)}`;
      const [of] = keysToSign(taskOf()).filter(({ data }) =>
        Buffer.from(data).toString("latin1").startsWith(head),
      );
      if (of === undefined) continue;
      expect(() => presignedBy(ksk.key, new Map([[head, [other]]]))(of.data)).toThrow("does not hold");
    }
  });
});

test("another window has other times and nothing else, also where they go round (RFC 4034 §3.1.5)", () => {
  for (const window of [0, WINDOW, 7101, 7102]) {
    const moved = keysToSign(taskOf()).map((each) => inWindow(each, window));
    expect(moved).toEqual(keysToSign(taskOf({}, "1209600", window)));
  }
});

test.each([
  [WINDOW - 1, undefined],
  [WINDOW, WINDOW + 1],
  [WINDOW + 1, WINDOW + 1],
  [WINDOW + 2, undefined],
  [WINDOW + 3, WINDOW + 3],
])("from window %i on the key has signed until %s", (from, last) => {
  expect(lastSigned(made, ksk.key, from)).toBe(last);
});

test("of two signatures that differ by the keys that they are over each is found", () => {
  const other = makeKey(15, { signs: "none" });
  const task = taskOf({ keys: [...policy.keys, other.key] });
  const own = plainSigner(13, ksk.privateKey);
  const both = [taskOf(), task].map((each) =>
    keysToSign(each)
      .filter(({ key }) => key === ksk.key)
      .map(
        ({ data }) =>
          `${Buffer.from(data.subarray(0, 18)).toString("latin1")}\x07example\x03com\0${own(data)}`,
      ),
  );
  for (const order of [both.flat(), both.toReversed().flat()]) {
    const sign = presignedBy(ksk.key, keySignaturesOf(order));
    for (const each of [taskOf(), task])
      for (const { key, data } of keysToSign(each))
        if (key === ksk.key) expect(isSignatureOf(key, data, sign(data))).toBe(true);
  }
});
