import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { printKeySignatures } from "../../dns/signing/key-signature-file.ts";
import { plainSigner } from "../../dns/signing/plain-signer.ts";
import { windowStart } from "../../dns/signing/window.ts";
import { KEYS, signedExample } from "../../test/dnssec/signed-example.ts";
import { keySigningOf, signKeys } from "../dnssec/key-signing.ts";
import { keyOfSecret } from "../dnssec/make-keys.ts";
import { checkLive } from "./check-live.ts";
import { makePlan } from "./plan.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const ksk = keyOfSecret(privateKey, "ksk", "active", 0).key;
const zone = signedExample({ ...KEYS, keys: [ksk, { ...KEYS.keys[0]!, role: "zsk" }] });
const signing = keySigningOf(zone)!;
const weeks = Array.from({ length: 8 }, (_, index) => 2970 + index);
const rrsigs = weeks.flatMap((window) =>
  signKeys(signing, signing.keys[0]!, window, (_, data) => plainSigner(15, privateKey)(data)),
);
const keySignatures = printKeySignatures(zone.origin, 3600, rrsigs);
const DAY = 86_400;
const end = windowStart(2978);

test.each<[string, now: number, severity: string | undefined, message: RegExp]>([
  ["more than six weeks before the end", end - 43 * DAY, undefined, /$/],
  ["six weeks before it", end - 41 * DAY, "warning", /has signed the zone's keys until 2027-01-28 only$/],
  ["two weeks before it", end - 14 * DAY, "error", /until 2027-01-28 only$/],
  ["after it", end + DAY, "error", /has not signed the zone's keys for this week$/],
])("of signatures over keys a plan says, %s", (_, now, severity, message) => {
  const placed = zone as unknown as Parameters<typeof makePlan>[0][number]; // places and most settings are not looked at
  const config = { serial: "increment", nameservers: [] } as unknown as typeof placed.config;
  const planned = { ...placed, config, keySignatures };
  const shown = [{ by: "ns1", kind: "serial", serial: 7 } as const];
  const plan = makePlan([planned], () => ({ shown, records: planned.records }), [], new Date(now * 1_000));
  const found = checkLive(plan).problems.filter(({ rule }) => rule === "keys-signed-until");
  expect(found.map((each) => each.severity)).toEqual(severity === undefined ? [] : [severity]);
  for (const each of found) expect(each.message).toMatch(message);
});
