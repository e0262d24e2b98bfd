import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { printKeySignatures } from "../../dns/signing/key-signature-file.ts";
import { plainSigner } from "../../dns/signing/plain-signer.ts";
import { windowStart } from "../../dns/signing/window.ts";
import { KEYS, signedExample } from "../../test/dnssec/signed-example.ts";
import { keySigningOf, signKeys } from "../dnssec/key-signing.ts";
import { keyOfSecret } from "../dnssec/make-keys.ts";
import { keyStatesOf } from "../dnssec/newest-keys.ts";
import type { Base } from "../plan/pull-request.ts";
import { lackingOnTheWayBack } from "./presigned-in-images.ts";
import type { SurveyedMachine } from "./survey.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const ksk = keyOfSecret(privateKey, "ksk", "active", 0).key;
const zsk = { ...KEYS.keys[0]!, role: "zsk" as const };
const next = keyOfSecret(generateKeyPairSync("ed25519").privateKey, "zsk", "published", 0).key;
const WEEK = 2970;

/** The zone in a state of its keys. */
const before = signedExample({ ...KEYS, keys: [ksk, zsk] });
const after = signedExample({ ...KEYS, counter: KEYS.counter + 1, keys: [ksk, zsk, next] });
const unsigned = { ...before, records: before.records.filter(({ type }) => type !== 65403) };

function signed(zone: typeof before, windows: readonly number[]): string[] {
  const signing = keySigningOf(zone)!;
  return windows.flatMap((window) =>
    signKeys(signing, signing.keys[0]!, window, (_, data) => plainSigner(15, privateKey)(data)),
  );
}

const OLD = signed(before, [WEEK, WEEK + 1]);
const NEW = signed(after, [WEEK, WEEK + 1]);
const BOTH = [...OLD, ...NEW];
const states = (zone: typeof before) => keyStatesOf([zone]);

test.each<
  [
    what: string,
    inImage: typeof before,
    rrsigs: readonly string[],
    to: typeof before,
    now: typeof before | undefined,
    isOnMachines: boolean,
    isLacking: boolean,
  ]
>([
  ["of the same keys", before, OLD, before, undefined, false, false],
  ["of before a change of the keys", before, OLD, after, undefined, false, true],
  ["of before it, as a release asks", before, OLD, after, before, false, true],
  ["with signatures for both", before, BOTH, after, before, false, false],
  ["of before it, and the key is on the machines", before, OLD, after, undefined, true, false],
  ["of before signing, with signatures", unsigned, NEW, after, undefined, false, false],
  ["of before signing, without any", unsigned, [], after, undefined, false, true],
  ["whose weeks are over", before, signed(before, [WEEK - 1]), before, undefined, false, true],
  [
    "whose weeks are over: a release mends that",
    before,
    signed(before, [WEEK - 1]),
    after,
    before,
    false,
    false,
  ],
])("an image %s", async (_, inImage, rrsigs, to, now, isOnMachines, isLacking) => {
  const keySignatures =
    rrsigs.length === 0 ? {} : { keySignatures: printKeySignatures(before.origin, 3600, rrsigs) };
  const zones = new Map([[before.origin, { ...inImage, ...keySignatures }]]);
  const { algorithm, publicKey } = ksk;
  const check = { keys: isOnMachines ? [{ algorithm, publicKey }] : [] };
  const lacking = await lackingOnTheWayBack({
    targets: [{ image: "registry/app@sha256:1", commit: "a".repeat(40) }],
    states: states(to),
    ...(now && { statesNow: states(now) }),
    machines: [{ check } as unknown as SurveyedMachine], // nothing else is looked at
    history: { zonesAt: async () => ({ zones }) as unknown as Base }, // nothing else is looked at
    now: new Date(1_000 * (windowStart(WEEK) + 86_400)),
  });
  if (isLacking)
    expect(lacking).toMatch(/^the image of commit a{12} has no signature by key \d+, .* over the keys of /);
  else expect(lacking).toBeUndefined();
});
