import { isAtOrBelow, keyOf, type Name, parentOf, printName, ROOT } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { CAA, DS, MX, NS, SOA, TXT } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { SourceRecord } from "../source-zone.ts";
import { targetsOf } from "../targets.ts";
import type { RrsetChange } from "./changes.ts";
import type { Plan, ZonePlan } from "./plan.ts";

/** What a change does to the world, in words. */
export interface Effect {
  readonly zone: Name;
  readonly owner: Name;
  readonly type: number;
  readonly kind: EffectKind;
  /** One sentence without its final stop. */
  readonly message: string;
}

/** What an effect is about. */
export type EffectKind =
  /** Resolvers may go on with the old answer for a while. */
  | "cached"
  /** The old answer lives so long that its TTL should have been lowered before. */
  | "ttl-not-lowered"
  /** Nothing is left at a name. */
  | "name-gone"
  /** A record elsewhere points to a name that goes. */
  | "dangling"
  /** Who may take mail, send it, or issue certificates. */
  | "policy"
  /** A part of the name space is delegated, or its chain of trust changes. */
  | "delegation";

/** A TTL above it is worth lowering before a change: an hour is what most people wait. In seconds. */
const LONG_TTL = 3_600;

/** The effects of a plan, in the order of its changes. */
export function effectsOf(plan: Plan): Effect[] {
  const gone = new Map<Name, { readonly zone: Name }>();
  const effects: Effect[] = [];
  for (const zone of plan.zones) {
    if (zone.publishedRrsets === 0) continue; // nobody has asked a new zone yet
    for (const name of namesGone(zone)) gone.set(name, { zone: zone.zone.origin });
    for (const change of zone.changes ?? []) effects.push(...effectsOfChange(zone, change, gone));
  }
  return [...effects, ...dangling(plan, gone)];
}

function effectsOfChange(
  { zone, negativeTtl }: ZonePlan,
  change: RrsetChange<SourceRecord>,
  gone: ReadonlyMap<Name, unknown>,
): Effect[] {
  const { owner, type, kind, removed, added } = change;
  const about = { zone: zone.origin, owner, type };
  const effects: Effect[] = [];
  if (type === SOA) return effects;
  const oldTtl = removed[0]?.ttl ?? change.ttl?.from;
  if (kind === "added") {
    if (negativeTtl !== undefined) {
      effects.push({
        ...about,
        kind: "cached",
        message: `Resolvers that asked before may say for ${span(negativeTtl)} that it does not exist`,
      });
    }
  } else if (oldTtl !== undefined) {
    effects.push({
      ...about,
      kind: "cached",
      message: `Resolvers may keep the old answer for ${span(oldTtl)}`,
    });
    if (oldTtl > LONG_TTL && removed.length > 0 && added.length > 0) {
      effects.push({
        ...about,
        kind: "ttl-not-lowered",
        message: `Its TTL of ${span(oldTtl)} was not lowered first: both answers are about until then`,
      });
    }
  }
  if (gone.has(keyOf(owner)) && kind === "removed") {
    effects.push({ ...about, kind: "name-gone", message: `${printName(owner)} stops existing` });
  }
  const policy = policyOf(change, zone.origin);
  if (policy !== undefined) effects.push({ ...about, kind: "policy", message: policy });
  const delegation = delegationOf(change, zone.origin);
  if (delegation !== undefined) effects.push({ ...about, kind: "delegation", message: delegation });
  return effects;
}

/** Owners that had records and have none, and have nothing below them either, so that they become NXDOMAIN. */
function namesGone({ zone, changes = [] }: ZonePlan): Set<Name> {
  const gone = new Set<Name>();
  const removed = changes.filter(({ kind }) => kind === "removed");
  if (removed.length === 0) return gone;
  const existing = new Set<Name>();
  for (const { owner } of zone.records) {
    for (let name = keyOf(owner); !existing.has(name) && name !== ROOT; name = parentOf(name))
      existing.add(name);
  }
  for (const { owner } of removed) if (!existing.has(keyOf(owner))) gone.add(keyOf(owner));
  return gone;
}

/** Records of any zone that point to a name which the plan takes away. */
function dangling(plan: Plan, gone: ReadonlyMap<Name, unknown>): Effect[] {
  if (gone.size === 0) return [];
  const effects: Effect[] = [];
  for (const { zone } of plan.zones) {
    for (const record of zone.records) {
      for (const target of targetsOf(record)) {
        if (!gone.has(keyOf(target))) continue;
        const message = `${printName(record.owner)} ${typeName(record.type)} still points to ${printName(target)}, which goes`;
        effects.push({
          zone: zone.origin,
          owner: record.owner,
          type: record.type,
          kind: "dangling",
          message,
        });
      }
    }
  }
  return effects;
}

/** Which policy a change is about: who takes mail, who may send it, who may issue certificates. */
function policyOf({ owner, type, added, removed }: RrsetChange, origin: Name): string | undefined {
  if (type === MX) return "Mail for this name goes elsewhere";
  if (type === CAA) return "Which authorities may issue certificates changes";
  if (type !== TXT) return undefined;
  const [first] = labelsBelow(owner, origin);
  const texts = [...added, ...removed].map(textOf);
  if (texts.some((text) => /^v=spf1(\s|$)/i.test(text)))
    return "Who may send mail for this name changes (SPF)";
  if (first === "_dmarc") return "What receivers do with mail that fails its checks changes (DMARC)";
  if (/\x0a_domainkey/i.test(owner)) return "The key that signs mail changes (DKIM)";
  if (first === "_mta-sts") return "The policy for mail over TLS changes (MTA-STS)";
  return undefined;
}

function delegationOf({ owner, type, kind }: RrsetChange, origin: Name): string | undefined {
  const atApex = keyOf(owner) === keyOf(origin);
  if (type === NS && atApex)
    return kind === "added" ? undefined : "The registrar must have the same nameservers";
  if (type === NS)
    return kind === "added"
      ? "A delegation begins here"
      : kind === "removed"
        ? "A delegation ends here"
        : "A delegation goes to other nameservers";
  if (type === DS)
    return kind === "removed"
      ? "The child is no longer signed for validators"
      : "The child must have a key that fits this DS";
  return undefined;
}

function labelsBelow(owner: Name, origin: Name): string[] {
  const labels: string[] = [];
  for (
    let name = keyOf(owner);
    name.length > origin.length && isAtOrBelow(name, origin);
    name = parentOf(name)
  ) {
    labels.push(name.slice(1, 1 + name.charCodeAt(0)));
  }
  return labels;
}

function textOf(record: ZoneRecord): string {
  const rdata = decode(record.type, record.rdata);
  return rdata.type === "TXT" ? rdata.text.join("") : "";
}

/** Seconds in words: `5 minutes`, `1 hour`, `2 days`. Not rounded down. */
export function span(seconds: number): string {
  const [unit, size] = UNITS.find(([, size]) => seconds >= 2 * size || seconds === size) ?? ["second", 1];
  const number = Math.ceil((10 * seconds) / size) / 10;
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
