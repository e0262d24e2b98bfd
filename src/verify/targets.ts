import { ALIAS } from "../../dns/alias-type.ts";
import { NOERROR, NXDOMAIN } from "../../dns/message-rcode.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { SOA as SOA_TYPE } from "../../dns/records/soa.ts";
import { A, AAAA, CNAME, SOA } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Zone } from "../../dns/zone.ts";
import type { AddressesOfTarget, AddressSet } from "../../dns/zone-file/addresses.ts";
import { expectAnswer } from "./expect.ts";
import type { Answer, Question, Targets } from "./types.ts";
import { modelZones, type ZoneModels } from "./zone-model.ts";

/** Asks a recursive resolver, and each next one for what those before did not answer; one answer for each question, in their order. */
export interface Resolve {
  (questions: readonly Question[]): Promise<readonly Answer[]>;
  /** Each of them alone, where there are several. */
  readonly each?: readonly Resolve[];
}

/** A target whose answers differ from one moment to the next is looked up so often. */
const MOST_LOOKUPS = 3;

/**
 * Makes one that knows nothing yet. Of a target that is looked up again every resolver is asked, and all that they say counts: they may
 * stand in different regions, or have asked at different times.
 *
 * @param resolver is called when there is something to look up
 * @param first what came with the zones: a nameserver that has just been started answers that
 */
export function makeTargets(
  resolver: () => Resolve,
  first: ReadonlyMap<Name, AddressesOfTarget> = new Map(),
): Targets {
  const seen = new Map<string, { addresses: Set<Octets>; isSometimesNone: boolean }>();
  const lookups = new Map<Name, number>();
  const add = (target: Name, found: AddressesOfTarget) => {
    for (const [type, set] of [
      [A, found.a],
      [AAAA, found.aaaa],
    ] as const) {
      if (set === undefined) continue;
      const key = `${type} ${target}`;
      const all = seen.get(key) ?? { addresses: new Set(), isSometimesNone: false };
      for (const octets of set.addresses) all.addresses.add(Buffer.from(octets).toString("latin1"));
      all.isSometimesNone ||= set.addresses.length === 0;
      seen.set(key, all);
    }
  };
  for (const [target, found] of first) add(keyOf(target), found);
  return {
    of: (target, type) => seen.get(`${type} ${keyOf(target)}`),
    look: async (targets) => {
      const due = [...new Set([...targets].map(keyOf))].filter(
        (target) => (lookups.get(target) ?? 0) < MOST_LOOKUPS,
      );
      if (due.length === 0) return;
      const again = due.filter((target) => lookups.has(target));
      const fresh = due.filter((target) => !lookups.has(target));
      for (const target of due) lookups.set(target, (lookups.get(target) ?? 0) + 1);
      const resolve = resolver();
      const rounds = [
        lookUp(fresh, resolve),
        ...(resolve.each ?? [resolve]).map((one) => lookUp(again, one)),
      ];
      for (const round of await Promise.all(rounds)) for (const [target, found] of round) add(target, found);
    },
    silent: () =>
      [...lookups.keys()]
        .filter((target) => !seen.has(`${A} ${target}`) && !seen.has(`${AAAA} ${target}`))
        .toSorted(),
  };
}

/** What these names have now, by their keys; a type for which nobody answered is left out. */
export async function lookUp(
  names: readonly Name[],
  resolve: Resolve,
): Promise<ReadonlyMap<Name, AddressesOfTarget>> {
  const questions = names.flatMap((name) => [A, AAAA].map((type) => ({ name, type, recursive: true })));
  if (questions.length === 0) return new Map();
  const answers = await resolve(questions);
  return new Map(
    names.map((name, index) => {
      const [a, aaaa] = [A, AAAA].map((type, at) => addressesIn(answers[2 * index + at], type));
      return [keyOf(name), { ...(a && { a }), ...(aaaa && { aaaa }) }];
    }),
  );
}

/** Negative answers without a SOA are kept for so many seconds. */
const NEGATIVE_TTL = 300;

/** Links come before what they lead to, and count for how long it holds (RFC 1034 §3.6.2). */
function addressesIn(answer: Answer | undefined, type: number): AddressSet | undefined {
  if (answer?.outcome !== "reply" || (answer.rcode !== NOERROR && answer.rcode !== NXDOMAIN))
    return undefined;
  const records = answer.answer.filter((record) => record.type === type);
  if (records.length > 0)
    return {
      ttl: Math.min(...answer.answer.map(({ ttl }) => ttl)),
      addresses: records.map(({ rdata }) => Buffer.from(rdata, "latin1")),
    };
  const soa = answer.authority.find((record) => record.type === SOA);
  // RFC 2308 §5: the lesser of the SOA's own TTL and its last field.
  const ttl = soa === undefined ? NEGATIVE_TTL : Math.min(soa.ttl, SOA_TYPE.read(soa.rdata).minimum);
  return { ttl, addresses: [] };
}

/**
 * The targets of the zones' ALIAS records, as written, each with the name at the end of the way through our zones that has to
 * be looked up. Those that end in our zones are left out.
 */
export function targetsOutside(zones: readonly Zone[]): ReadonlyMap<Name, Name> {
  const written = new Map<Name, Name>();
  for (const { records } of zones)
    for (const { type, rdata } of records)
      if (type === ALIAS) written.set(keyOf(rdata as Name), rdata as Name); // ALIAS holds one name
  if (written.size === 0) return written;
  const models = modelZones(zones);
  return new Map(
    [...written.keys()].flatMap((target) => {
      const end = endOutside(models, target);
      return end === undefined ? [] : [[target, end] as const];
    }),
  );
}

/** The name outside of our zones at which the addresses of a target stand; undefined where our zones have the last word. */
export function endOutside(models: ZoneModels, target: Name): Name | undefined {
  const expected = expectAnswer(models, { name: target, type: A });
  switch (expected.outcome) {
    case "looked-up":
      return expected.end;
    case "refused":
    case "referral":
      return target;
    case "alias": {
      if (expected.end?.outcome === "looked-up") return expected.end.end;
      if (expected.end !== undefined && expected.end.outcome !== "referral") return undefined;
      const last = [...expected.records, ...expected.more].findLast(({ type }) => type === CNAME);
      return last === undefined ? undefined : (last.rdata as Name); // CNAME holds one name
    }
    case "answer":
    case "any":
    case "nodata":
    case "nxdomain":
      return undefined;
    default:
      return expected satisfies never;
  }
}
