import { keyOf } from "../../dns/name.ts";
import { span } from "../../dns/span.ts";
import type { Mixture, MixtureKind, ZonePair } from "../mixtures/mixture.ts";
import { mixturesBetween } from "../mixtures/mixtures.ts";
import type { Effect } from "./effects/effect.ts";
import { listed } from "./effects/listed.ts";
import type { Plan } from "./plan.ts";

/** What fails while caches hold some of the old answers and some of the new. A plan is looked at once. */
export function mixturesOf(plan: Plan): readonly Mixture[] {
  const made =
    known.get(plan) ?? mixturesBetween(pairsOf(plan)).filter((mixture) => !isRefused(mixture, plan));
  known.set(plan, made);
  return made;
}

/** What `judgeKeyChange` refuses of a zone's keys need not be told twice. */
function isRefused({ kind, owner }: Mixture, { zones }: Plan): boolean {
  if (kind !== "keys") return false;
  const child = zones.find(({ zone }) => keyOf(zone.origin) === keyOf(owner));
  return child?.keys?.refusals.some(({ rule }) => rule === "chain-breaks") === true;
}

/** The same plan for somebody in a hurry: nobody looks for mixtures in it, which takes as long as all the rest. */
export function withoutMixtures(plan: Plan): Plan {
  const hasty = { ...plan };
  known.set(hasty, []);
  return hasty;
}

const known = new WeakMap<Plan, readonly Mixture[]>();

/** The zones of a plan on both sides. Of one that goes, and of one whose base nobody knows, nothing is decided. */
export function pairsOf({ zones, removed }: Plan): ZonePair[] {
  return [
    ...zones.map(({ zone: { origin, records }, changes, base }): ZonePair => {
      if (changes === undefined) return { origin, after: records };
      if (changes.length === 0) return { origin, before: records, after: records, isSame: true };
      return { origin, ...(base !== undefined && { before: base }), after: records, changed: changes };
    }),
    ...removed.map(({ origin }) => ({ origin })),
  ];
}

/** The dangerous ones of a zone in one sentence without its final stop. */
export function mixtureDanger(mixtures: readonly Mixture[]): string {
  const what = listed([...new Set(mixtures.map(({ kind }) => BREAKS[kind]))]);
  const times = mixtures.map(({ until }) => until);
  const known = times.filter((until) => until !== "unknown");
  const long = known.length < times.length ? "nobody knows how long" : `up to ${span(Math.max(...known))}`;
  return `While caches turn over, ${what} can fail for ${long}; \`zonepipe plan --steps\` looks for an order in which nothing does`;
}

const BREAKS: { readonly [kind in MixtureKind]: string } = {
  mail: "mail",
  spf: "mail by its SPF",
  alias: "mail by an alias",
  service: "a service",
  addresses: "a host",
  delegation: "a delegation",
  keys: "DNSSEC",
  signatures: "DNSSEC",
  certificate: "mail over TLS",
};

/** Without the effects that a mixture tells, and tells more of: how long its answers are cached, and how TLSA roll. */
export function withoutTold(effects: readonly Effect[], mixtures: readonly Mixture[]): Effect[] {
  const idOf = ({ owner, type }: Pick<Effect, "owner" | "type">) => `${keyOf(owner)}${type}`;
  const held = new Set(mixtures.flatMap((mixture) => mixture.held.map(idOf)));
  const certificates = new Set(mixtures.filter(({ kind }) => kind === "certificate").map(idOf));
  return effects.filter((effect) => {
    if (effect.kind === "cached") return !held.has(idOf(effect));
    return effect.kind !== "policy" || !certificates.has(idOf(effect));
  });
}
