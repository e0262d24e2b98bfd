import type { Random } from "../differential/random.ts";
import { type Owners, type Rrset, type State, withRrset, withZone } from "./zone-state.ts";

/** Few labels, so that names meet: below wildcards, cuts and DNAMEs, and as targets of each other. */
const LABELS = ["a", "b", "c", "www", "mail", "*"];
const ZONES = ["example.com", "example.net", "sub.example.com", "b.example.net"];
const TTLS = [60, 300, 3600];
const APEX: Owners = new Map([
  ["", new Map([["NS", { ttl: 3600, values: ["ns1.example.org.", "ns2.example.org."] }]])],
]);

/** What a repository begins with: two zones with a few names each. */
export function firstState(random: Random): State {
  let state: State = new Map(ZONES.slice(0, 2).map((zone) => [zone, APEX]));
  for (let edit = 0; edit < 30; edit++) state = editRecords(state, random);
  return state;
}

/** Another state, one commit later: mostly of records, sometimes a zone that begins, goes, or gets another name. */
export function randomEdit(state: State, random: Random): State {
  const zones = [...state.keys()];
  const absent = ZONES.filter((zone) => !state.has(zone));
  const edit = random.weighted([
    [90, "records"],
    [zones.length > 1 ? 2 : 0, "remove"],
    [absent.length > 0 ? 4 : 0, "add"],
    [absent.length > 0 ? 2 : 0, "rename"],
  ] as const);
  switch (edit) {
    case "records": {
      let edited = state;
      const edits = random.weighted([
        [70, 1],
        [20, 3],
        [10, 8],
      ] as const);
      for (let left = edits; left > 0; left--) edited = editRecords(edited, random);
      return edited;
    }
    case "remove":
      return withZone(state, random.pick(zones), undefined);
    case "add":
      return editRecords(withZone(state, random.pick(absent), APEX), random);
    case "rename": {
      const old = random.pick(zones);
      return withZone(withZone(state, old, undefined), random.pick(absent), state.get(old));
    }
    default:
      return edit satisfies never;
  }
}

/** Adds, changes or removes an RRset. */
function editRecords(state: State, random: Random): State {
  const [zone, owners] = random.pick([...state]);
  const names = [...owners.keys()].filter((owner) => owner !== "");
  if (names.length > 4 && random.chance(0.35)) {
    const owner = random.pick(names);
    const [type, rrset] = random.pick([...owners.get(owner)!]);
    const ttl = random.pick(TTLS);
    // Another TTL is a change as well.
    return withZone(
      state,
      zone,
      withRrset(owners, owner, type, random.chance(0.2) ? { ...rrset, ttl } : undefined),
    );
  }
  const isOld = names.length > 0 && random.chance(0.3);
  const owner = isOld ? random.pick(names) : randomOwner(random);
  const [type, rrset] = randomRrset(state, random, owner);
  return withZone(state, zone, withRrset(owners, owner, type, rrset));
}

/** One to three labels; a wildcard mostly at its front. */
function randomOwner(random: Random): string {
  const depth = random.weighted([
    [5, 1],
    [3, 2],
    [2, 3],
  ] as const);
  return Array.from({ length: depth }, (_, at) => random.pick(at === 0 ? LABELS : LABELS.slice(0, 5))).join(
    ".",
  );
}

function randomRrset(state: State, random: Random, owner: string): readonly [string, Rrset] {
  const ttl = random.pick(TTLS);
  const octet = () => random.below(256);
  const target = () => randomTarget(state, random);
  const isWildcard = owner.startsWith("*");
  const make = random.weighted<() => readonly [string, string]>([
    [30, () => ["A", `192.0.2.${octet()}`]],
    [10, () => ["AAAA", `"2001:db8::${octet().toString(16)}"`]],
    [10, () => ["TXT", `"text ${octet()}"`]],
    [20, () => ["CNAME", target()]],
    [10, () => ["MX", `{preference: 10, exchange: ${target()}}`]],
    [5, () => ["SRV", `{priority: 0, weight: 0, port: 443, target: ${target()}}`]],
    [isWildcard ? 0 : 12, () => ["NS", target()]],
    [isWildcard ? 0 : 4, () => ["DNAME", target()]],
  ]);
  const [type, value] = make();
  return [type, { ttl, values: [value] }];
}

/** Mostly a name that is there, or next to one; sometimes another's. */
function randomTarget(state: State, random: Random): string {
  if (random.chance(0.2)) return "host.example.org.";
  const [zone, owners] = random.pick([...state]);
  const owner = random.chance(0.5) ? random.pick([...owners.keys()]) : randomOwner(random);
  return owner === ""
    ? `${zone}.`
    : `${owner.replace(/^\*/, random.pick(["*", "x"]))}.${zone}.`.replace(/^\*/, "y");
}
