import { expect, test } from "vitest";
import type { Name } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { type PolicyKey, printPolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { DS } from "../../dns/type-numbers.ts";
import { COM, zoneOf } from "../../test/planned.ts";
import { nameOf } from "../../test/zone-text.ts";
import { dsFor } from "../dnssec/chain-of-trust.ts";
import type { KeyLooks } from "../dnssec/key-looks.ts";
import { mixturesOf } from "./mixtures.ts";
import { makePlan } from "./plan.ts";

const LAB = nameOf("lab.example.com.");
const NOW = new Date("2026-11-30T12:00:00Z");
const HEAD = "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ 3600 NS ns.example.net.\n";
const [A, B] = ["a", "b"].map(
  (letter): PolicyKey => ({
    ...{ flags: 257, algorithm: 15, publicKey: letter.repeat(32) },
    ...{ signs: "all", isPublished: true, isWanted: false },
  }),
) as [PolicyKey, PolicyKey];

/** The zone above with the DS of a key, and the zone that is signed with it alone. */
function zonesOf(counter: number, key: PolicyKey) {
  const rest = {
    base: 2969,
    windows: 260,
    denial: "nsec",
    ttl: 300,
    csync: false,
    isLeaving: false,
  } as const;
  const policy = Buffer.from(printPolicy({ counter, keys: [key], ...rest }), "latin1");
  return [
    zoneOf(`${HEAD}lab NS ns.example.net.\nlab DS ${codecOf(DS).print(dsFor(LAB, key))}\n`, COM),
    zoneOf(`${HEAD}@ TYPE${SIGNING_POLICY} \\# ${policy.length} ${policy.toString("hex")}\n`, LAB),
  ];
}

/** What is told of a key that takes another one's place at once, with its DS. */
function toldWith(looks: { readonly keysNow?: KeyLooks }) {
  const before = new Map(zonesOf(1, A).map(({ origin, records }) => [origin, records]));
  const shown = [{ by: "build", kind: "serial", serial: 2026010100 } as const];
  const published = (origin: Name) => ({ records: before.get(origin)!, shown, ...looks });
  const plan = makePlan(zonesOf(2, B), published, [], NOW);
  const refusals = plan.zones.flatMap(({ keys }) => keys?.refusals.map(({ rule }) => rule) ?? []);
  return { refusals: [...new Set(refusals)], mixtures: mixturesOf(plan).map(({ kind }) => kind) };
}

test("a DS in a zone of ours that changes with its key is told by the mixtures, where nobody knows what the parent shows", () => {
  const { refusals, mixtures } = toldWith({});
  expect(refusals).toEqual(["not-looked-at"]);
  expect(new Set(mixtures)).toEqual(new Set(["keys"]));
});

test("and once, as a broken chain, where that is known", () => {
  const ds = { set: [dsFor(LAB, A)], ttl: 300, since: NOW, last: NOW, by: "plan" };
  expect(toldWith({ keysNow: { ds } })).toEqual({ refusals: ["chain-breaks"], mixtures: [] });
});
