import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitsKey, keyTag } from "../../dns/key-digest.ts";
import { keyOf } from "../../dns/name.ts";
import type { PolicyKey, SigningPolicy } from "../../dns/signing/policy.ts";
import { printPolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { A, DNSKEY, DS, RRSIG } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { dsFor } from "../../src/dnssec/chain-of-trust.ts";
import { judgeKeyChange } from "../../src/dnssec/key-change.ts";
import type { ZonePair } from "../../src/mixtures/mixture.ts";
import { mixturesBetween } from "../../src/mixtures/mixtures.ts";
import { stepsBetween } from "../../src/plan/steps/steps.ts";
import { signedZone } from "../../src/render/signed-zone.ts";
import { nameOf, zoneOf } from "../zone-text.ts";

// A validator of its own, which shares nothing with the code: it is given the records of signed zones, in every mixture of old and new
// DS, DNSKEY and data that caches may hold.

const ORIGIN = nameOf("lab.example.com.");
const PARENT = nameOf("example.com.");
const WEEK = 2969;
const NOW = new Date("2026-11-30T12:00:00Z");
const HEAD = "@ 3600 SOA ns hostmaster 0 7200 3600 1209600 300\n@ 3600 NS ns\nns 300 A 192.0.2.53\n";

/** What an RRset is with its signatures. */
interface Signed {
  readonly records: readonly ZoneRecord[];
  readonly signatures: readonly ZoneRecord[];
}

/** What a cache may have of a zone at one time. */
interface Version {
  readonly keys: Signed;
  readonly data: Signed;
}

/** The zone as it is written, to be signed so. */
function writtenZone(policy: SigningPolicy | undefined): Zone {
  const zone = zoneOf("lab.example.com.", HEAD);
  if (policy === undefined) return zone;
  const record = { owner: ORIGIN, type: SIGNING_POLICY, ttl: policy.ttl, rdata: printPolicy(policy) };
  return { ...zone, records: [...zone.records, record] };
}

function versionOf(policy: SigningPolicy | undefined): Version {
  const all = signedZone(writtenZone(policy), 1, WEEK).records;
  const of = (owner: string, type: number): Signed => ({
    records: all.filter((each) => each.type === type && keyOf(each.owner) === owner),
    signatures: all.filter(
      (each) =>
        each.type === RRSIG &&
        keyOf(each.owner) === owner &&
        each.rdata.startsWith(String.fromCharCode(type >> 8, type & 255)),
    ),
  });
  return { keys: of(keyOf(ORIGIN), DNSKEY), data: of(nameOf("ns.lab.example.com."), A) };
}

const algorithmOf = (key: ZoneRecord) => key.rdata.charCodeAt(3);

/** Validates as RFC 4035 §5 says, and demands each algorithm of the DS and of the keys (§2.2). */
function isBogus(ds: readonly Octets[], { keys }: Version, { data }: Version): boolean {
  if (ds.length === 0) return false;
  const isBy = (signature: ZoneRecord, key: ZoneRecord) =>
    signature.rdata.charCodeAt(2) === algorithmOf(key) &&
    (signature.rdata.charCodeAt(16) << 8) + signature.rdata.charCodeAt(17) === keyTag(key.rdata);
  const good = ({ signatures }: Signed) =>
    signatures.filter((signature) => keys.records.some((key) => isBy(signature, key)));
  const entries = keys.records.filter((key) =>
    ds.some((rdata) => fitsKey({ owner: ORIGIN, type: DS, ttl: 0, rdata }, key)),
  );
  if (!entries.some((key) => keys.signatures.some((signature) => isBy(signature, key)))) return true;
  if (good(data).length === 0) return true;
  const published = new Set(keys.records.map(algorithmOf));
  const demanded = new Set([...ds.map((rdata) => rdata.charCodeAt(2)), ...published]);
  return [...demanded].some((algorithm) => {
    const usable = published.has(algorithm) ? good(data) : data.signatures;
    return !usable.some(({ rdata }) => rdata.charCodeAt(2) === algorithm);
  });
}

const POOL: readonly Pick<PolicyKey, "algorithm" | "publicKey">[] = [
  { algorithm: 15, publicKey: "1".repeat(32) },
  { algorithm: 15, publicKey: "2".repeat(32) },
  { algorithm: 13, publicKey: "3".repeat(64) },
];

const KEY_STATES = [
  { signs: "all", isPublished: true },
  { signs: "all", isPublished: true },
  { signs: "none", isPublished: true },
  { signs: "all", isPublished: false },
  { signs: "keys", isPublished: true },
  { signs: "zone", isPublished: true },
] as const;

/** Keys of the pool in some state, of which one signs; undefined: the zone is not signed. */
const POLICY: fc.Arbitrary<SigningPolicy | undefined> = fc
  .tuple(...POOL.map(() => fc.option(fc.constantFrom(...KEY_STATES))))
  .map((states) => {
    const keys = states.flatMap((state, index): PolicyKey[] =>
      state === null ? [] : [{ flags: 257, isWanted: false, ...POOL[index]!, ...state }],
    );
    const isSigned = (by: PolicyKey["signs"]) => keys.some(({ signs }) => signs === "all" || signs === by);
    if (!isSigned("keys") || !isSigned("zone")) return undefined; // nobody can sign so
    const rest = {
      base: WEEK,
      windows: 260,
      denial: "nsec",
      ttl: 300,
      csync: false,
      isLeaving: false,
    } as const;
    return { counter: 1, keys, ...rest };
  });

const SET = fc
  .subarray([0, 1, 2])
  .map((indexes) =>
    indexes.map((index) =>
      dsFor(ORIGIN, { flags: 257, signs: "all", isPublished: true, isWanted: false, ...POOL[index]! }),
    ),
  );

test("every mixture of old and new keys and signatures below the DS of now is judged as a validator does that has the records", () => {
  let broken = 0;
  fc.assert(
    fc.property(POLICY, POLICY, SET, (before, changed, set) => {
      const after = changed && { ...changed, counter: 2 };
      const at = new Date(NOW.getTime() - 10 * 86_400_000);
      const refused = judgeKeyChange({
        ...{ zone: ORIGIN, before, after, ttl: 3_600, now: NOW },
        looks: {
          keys: { counter: 1, since: at, last: NOW, by: "drift" },
          ds: { set, ttl: 3_600, since: at, last: NOW, by: "drift" },
        },
      }).some(({ rule }) => rule === "chain-breaks");
      const [old, now] = [versionOf(before), versionOf(after)];
      // What is there already is no fault of the change, nor is it what others answered before we signed.
      const mixtures: [Version, Version][] =
        before === undefined
          ? [[now, now]]
          : [
              [old, now],
              [now, old],
              [now, now],
            ];
      const isChange = before !== undefined || after !== undefined;
      const breaks = isChange && mixtures.some(([keys, data]) => isBogus(set, keys, data));
      if (breaks) broken += 1;
      expect(refused).toBe(breaks);
    }),
    { numRuns: 250 },
  );
  expect(broken).toBeGreaterThan(50);
});

test("where the DS stands in a zone of ours, every mixture of old and new DS, keys and signatures is looked at", () => {
  let found = 0;
  fc.assert(
    fc.property(POLICY, POLICY, SET, SET, (before, after, oldSet, newSet) => {
      const [old, now] = [versionOf(before), versionOf(after)];
      const sets = [oldSet, newSet];
      const versions = [old, now];
      const isBogusAt = (ds: 0 | 1, keys: 0 | 1, data: 0 | 1) =>
        isBogus(sets[ds]!, versions[keys]!, versions[data]!);
      const both = [0, 1] as const;
      const some = both.some((ds) => both.some((keys) => both.some((data) => isBogusAt(ds, keys, data))));
      const expected = some && !isBogusAt(0, 0, 0) && !isBogusAt(1, 1, 1);
      const told = mixturesBetween(pairsOf([oldSet, newSet], [before, after]));
      if (expected) found += 1;
      expect(told.some(({ kind }) => kind === "keys" || kind === "signatures")).toBe(expected);
      expect(told.every(({ kind }) => kind !== "signatures")).toBe(true); // one fault is told once
    }),
    { numRuns: 500 },
  );
  expect(found).toBeGreaterThan(25);
});

type Both<T> = readonly [before: T, after: T];

/** The zone above, which is ours, with these DS, and the zone that our nameservers sign so. */
function pairsOf(sets: Both<readonly Octets[]>, policies: Both<SigningPolicy | undefined>): ZonePair[] {
  const [old, now] = sets.map((set) => [
    ...zoneOf("example.com.", `${HEAD}lab NS ns.example.net.\n`).records,
    ...set.map((rdata) => ({ owner: ORIGIN, type: DS, ttl: 600, rdata })),
  ]);
  const [before, after] = policies.map((policy) => writtenZone(policy).records);
  return [
    { origin: PARENT, before: old!, after: now! },
    { origin: ORIGIN, before: before!, after: after! },
  ];
}

describe("the order of steps", () => {
  const one: PolicyKey = { flags: 257, signs: "all", isPublished: true, isWanted: false, ...POOL[0]! };
  const rest = {
    base: WEEK,
    windows: 260,
    denial: "nsec",
    ttl: 300,
    csync: false,
    isLeaving: false,
  } as const;
  const signed: SigningPolicy = { counter: 1, keys: [one], ...rest };
  const ds = [dsFor(ORIGIN, one)];

  test.each<[string, Both<readonly Octets[]>, Both<SigningPolicy | undefined>, string[]]>([
    [
      "signing, then the DS, when all that was unsigned is forgotten",
      [[], ds],
      [undefined, signed],
      ["after 0: TYPE65403", "after 3600: DS"],
    ],
    [
      "no DS, then no signing, when the DS is forgotten",
      [ds, []],
      [signed, undefined],
      ["after 0: DS", "after 600: TYPE65403"],
    ],
  ])("%s", (_, sets, policies, expected) => {
    const { steps, unsafe } = stepsBetween(pairsOf(sets, policies));
    const said = steps.map(
      ({ after, changes }) =>
        `after ${after}: ${changes.map(({ change }) => typeName(change.type)).join(", ")}`,
    );
    expect([...said, ...unsafe.map(({ message }) => message)]).toEqual(expected);
  });
});
