import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { printKeySignatures } from "../../dns/signing/key-signature-file.ts";
import { plainSigner } from "../../dns/signing/plain-signer.ts";
import { windowStart } from "../../dns/signing/window.ts";
import { KEYS, signedExample } from "../../test/dnssec/signed-example.ts";
import { keySigningOf, signKeys } from "../dnssec/key-signing.ts";
import { keyOfSecret } from "../dnssec/make-keys.ts";
import { watchKeySignatures } from "./watch-key-signatures.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const ksk = keyOfSecret(privateKey, "ksk", "active", 0).key;
const zone = signedExample({ ...KEYS, keys: [ksk, { ...KEYS.keys[0]!, role: "zsk" }] });
const signing = keySigningOf(zone)!;
const key = signing.keys[0]!;
const signed = [2968, 2969, 2970, 2971, 2972, 2973, 2974].flatMap((window) =>
  signKeys(signing, key, window, (_, data) => plainSigner(15, privateKey)(data)),
);
const keySignatures = printKeySignatures(zone.origin, 3600, signed);
const at = { file: "", line: 1, column: 1 };
const placed = zone.records.map((record) => ({ ...record, at, nameAt: at }));
const end = windowStart(2975);
const DAY = 86_400;

test.each([
  ["six weeks before the end nothing", end - 42 * DAY, []],
  ["less than that before it a warning", end - 42 * DAY + 1, ["warning"]],
  ["more than two weeks before it no more", end - 14 * DAY - 1, ["warning"]],
  ["two weeks before it an alarm", end - 14 * DAY, ["alarm"]],
  ["after it an alarm", end + DAY, ["alarm"]],
])("%s is told of signatures over keys that were made beforehand", (_, seconds, weights) => {
  const found = watchKeySignatures(
    [{ origin: zone.origin, records: placed, keySignatures }],
    new Date(seconds * 1000),
  );
  expect(found.map(({ weight }) => weight)).toEqual(weights);
});
