import { keyOf, type Name, parentOf, printName, ROOT } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { CAA, CNAME, DS, MX, NS, SOA, TXT } from "../../dns/type-numbers.ts";
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
  const gone = new Set<Name>();
  const effects: Effect[] = [];
  for (const zone of plan.zones) {
    if (zone.publishedRrsets === 0) continue; // nobody has asked a new zone yet
    for (const name of namesGone(zone)) gone.add(name);
    const aliases = aliasesGone(zone);
    for (const change of zone.changes ?? []) effects.push(...effectsOfChange(zone, change, gone, aliases));
  }
  return [...effects, ...dangling(plan, gone)];
}

function effectsOfChange(
  { zone, negativeTtl }: ZonePlan,
  change: RrsetChange<SourceRecord>,
  gone: ReadonlySet<Name>,
  aliases: ReadonlyMap<Name, number>,
): Effect[] {
  const { owner, type, kind, added, removed } = change;
  const about = { zone: zone.origin, owner, type };
  const effects: Effect[] = [];
  if (type === SOA) return effects;
  const oldTtl = kind === "added" ? aliases.get(keyOf(owner)) : oldTtlOf(change);
  if (oldTtl === undefined) {
    if (negativeTtl !== undefined && negativeTtl > 0) {
      effects.push({
        ...about,
        kind: "cached",
        message: `Resolvers that asked before may say for ${span(negativeTtl)} that it does not exist`,
      });
    }
  } else if (oldTtl > 0) {
    effects.push({
      ...about,
      kind: "cached",
      message: `Resolvers may keep the old answer for ${span(oldTtl)}`,
    });
    if (oldTtl > LONG_TTL && removed.length > 0) {
      const what = kind === "removed" ? "the old answer is" : "both answers are";
      effects.push({
        ...about,
        kind: "ttl-not-lowered",
        message: `Its TTL of ${span(oldTtl)} was not lowered first: ${what} about until then`,
      });
    }
  }
  if (gone.has(keyOf(owner)) && kind === "removed") {
    effects.push({ ...about, kind: "name-gone", message: `${printName(owner)} stops existing` });
  }
  if (added.length + removed.length === 0) return effects; // its TTL changes, and nothing that it says
  const policy = policyOf(change);
  if (policy !== undefined) effects.push({ ...about, kind: "policy", message: policy });
  const delegation = delegationOf(change, zone.origin);
  if (delegation !== undefined) effects.push({ ...about, kind: "delegation", message: delegation });
  return effects;
}

/** The TTL that resolvers got with what they have of an RRset: that of the values that stay, too. */
function oldTtlOf({ ttl, removed, added }: RrsetChange): number | undefined {
  return ttl?.from ?? removed[0]?.ttl ?? added[0]?.ttl;
}

/** Names that were aliases until now, with the TTL of their CNAME: it answered for every type (RFC 1034 §3.6.2). */
function aliasesGone({ changes = [] }: ZonePlan): Map<Name, number> {
  const removed = changes.filter(({ type, kind }) => type === CNAME && kind === "removed");
  return new Map(removed.map((change) => [keyOf(change.owner), change.removed[0]!.ttl]));
}

/**
 * Owners that had records and have none, so that they become NXDOMAIN. A name with something below it stays, and so
 * does one that a wildcard answers for (RFC 4592 §2.2). What is at or below a delegation is for the child to say.
 */
function namesGone({ zone, changes = [] }: ZonePlan): Set<Name> {
  const gone = new Set<Name>();
  const removed = changes.filter(({ kind }) => kind === "removed");
  if (removed.length === 0) return gone;
  const existing = new Set<Name>([keyOf(zone.origin)]);
  const cuts = new Set<Name>();
  for (const { owner, type } of zone.records) {
    const key = keyOf(owner);
    if (type === NS && key !== keyOf(zone.origin)) cuts.add(key);
    for (let name = key; !existing.has(name) && name !== ROOT; name = parentOf(name)) existing.add(name);
  }
  for (const { owner } of removed) {
    const name = keyOf(owner);
    if (!existing.has(name) && !isAnswered(name, existing, cuts)) gone.add(name);
  }
  return gone;
}

/** A wildcard at the closest encloser, or a zone cut above, has answers for a name that does not exist itself. */
function isAnswered(name: Name, existing: ReadonlySet<Name>, cuts: ReadonlySet<Name>): boolean {
  let encloser = parentOf(name);
  while (!existing.has(encloser) && encloser !== ROOT) encloser = parentOf(encloser);
  if (existing.has(`\x01*${encloser}` as Name)) return true; // a label before a name is a name
  for (let above = encloser; above !== ROOT; above = parentOf(above)) if (cuts.has(above)) return true;
  return false;
}

/** Records of any zone that point to a name which the plan takes away, or into a zone that goes. */
function dangling(plan: Plan, gone: ReadonlySet<Name>): Effect[] {
  const zonesGone = new Set(plan.removed.map(({ origin }) => keyOf(origin)));
  if (gone.size === 0 && zonesGone.size === 0) return [];
  const zonesHere = new Set(plan.zones.map(({ zone }) => keyOf(zone.origin)));
  const effects: Effect[] = [];
  for (const { zone } of plan.zones) {
    for (const record of zone.records) {
      for (const target of targetsOf(record)) {
        const what = gone.has(keyOf(target))
          ? "which goes"
          : isBelowNearest(keyOf(target), zonesGone, zonesHere)
            ? "whose zone goes"
            : undefined;
        if (what === undefined) continue;
        effects.push({
          zone: zone.origin,
          owner: record.owner,
          type: record.type,
          kind: "dangling",
          message: `${printName(record.owner)} ${typeName(record.type)} still points to ${printName(target)}, ${what}`,
        });
      }
    }
  }
  return effects;
}

/** The nearest zone at or above the name, of those that go and those that stay, is one that goes. */
function isBelowNearest(name: Name, zonesGone: ReadonlySet<Name>, zonesHere: ReadonlySet<Name>): boolean {
  if (zonesGone.size === 0) return false;
  for (let above = name; !zonesHere.has(above); above = parentOf(above)) {
    if (zonesGone.has(above)) return true;
    if (above === ROOT) return false;
  }
  return false;
}

/** Which policy a change is about: who takes mail, who may send it, who may issue certificates. */
function policyOf({ owner, type, kind, added, removed }: RrsetChange): string | undefined {
  if (type === MX && kind === "removed")
    return "Mail for this name goes to its own address, if it has one (RFC 5321 §5.1)";
  if (type === MX) return "Mail for this name goes elsewhere";
  if (type === CAA) return "Which authorities may issue certificates changes";
  // What a provider manages is often an alias to its TXT.
  if (type !== TXT && type !== CNAME) return undefined;
  if ([...added, ...removed].some((record) => /^v=spf1(\s|$)/i.test(textOf(record))))
    return "Who may send mail for this name changes (SPF)";
  const key = keyOf(owner);
  if (key.startsWith("\x06_dmarc"))
    return "What receivers do with mail that fails its checks changes (DMARC)";
  if (key.includes("\x0a_domainkey")) return "The key that signs mail changes (DKIM)";
  if (key.startsWith("\x08_mta-sts")) return "The policy for mail over TLS changes (MTA-STS)";
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
