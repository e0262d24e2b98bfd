import { createHash } from "node:crypto";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { DS, NS, SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { SafetyConfig } from "../source/config.ts";
import type { RrsetChange } from "./changes.ts";
import type { DangerKind } from "./danger-kinds.ts";
import { keyDanger } from "./key-change.ts";
import { mixtureDanger, mixturesOf } from "./mixtures.ts";
import type { Plan, ZonePlan } from "./plan.ts";
import { jumpSentence } from "./serial-jump.ts";

/** A change that somebody must allow by name before it may be deployed. */
export interface Danger {
  readonly zone: Name;
  readonly kind: DangerKind;
  /** What is dangerous about it, one sentence without its final stop. */
  readonly message: string;
  /** The label that allows it, at most 50 characters, as GitHub wants. */
  readonly label: string;
  /** Who allowed it, and when, once somebody has. */
  readonly allowed?: Allowance;
}

/** An allowance that counts: by somebody with write access, after the newest push. */
export interface Allowance {
  readonly by: string;
  /** In ISO 8601. */
  readonly at: string;
}

/** More RRsets than this are never deleted unseen, however large the zone. */
const MOST_DELETES = 100;

/** GitHub's limit for the name of a label, in characters. */
export const LABEL_LENGTH = 50;

/**
 * What is dangerous in a plan, zone by zone.
 *
 * @param allowanceOf the allowance that a label stands for, if the label counts
 */
export function dangersOf(plan: Plan, allowanceOf: (label: string) => Allowance | undefined): Danger[] {
  const found = plan.zones.flatMap(dangersOfZone);
  for (const { origin, records } of plan.removed) {
    const all =
      records === undefined ? "all that it has" : records === 1 ? "its record" : `its ${records} records`;
    found.push(danger(origin, "removal", `The zone is gone from the sources, with ${all}`));
  }
  found.push(...mixtureDangers(plan));
  return withAllowances(found, allowanceOf);
}

/** Dangers, each with who allowed it where somebody has. */
export function withAllowances(
  dangers: readonly Danger[],
  allowanceOf: (label: string) => Allowance | undefined,
): Danger[] {
  return dangers.map((one) => {
    const allowed = allowanceOf(one.label);
    return allowed === undefined ? one : { ...one, allowed };
  });
}

/** The label that allows one kind of danger in one zone. A long zone is cut, and told apart by a hash. */
export function labelFor(kind: DangerKind, zone: Name): string {
  const prefix = `zonepipe:allow-${kind}:`;
  const name = printName(keyOf(zone)).replace(/(?<=.)\.$/, "");
  if (prefix.length + name.length <= LABEL_LENGTH) return prefix + name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${prefix}${name.slice(0, LABEL_LENGTH - prefix.length - hash.length - 1)}~${hash}`;
}

function dangersOfZone(plan: ZonePlan): Danger[] {
  const { zone, decision, changes = [], publishedRrsets = 0 } = plan;
  const { origin } = zone;
  const jump = jumpSentence(decision, plan.publishedRrsets === 0);
  const dangers = jump === undefined ? [] : [danger(origin, "serial", jump)];
  if (publishedRrsets === 0) return dangers; // a new zone takes nothing else from anybody
  const deleted = changes.filter(({ kind }) => kind === "removed").length;
  if (isTooMany(deleted, publishedRrsets, safetyOf(plan))) {
    const share = Math.round((100 * deleted) / publishedRrsets);
    dangers.push(
      danger(origin, "deletes", `${deleted} of ${publishedRrsets} RRsets are deleted (${share} %)`),
    );
  }
  const atApex = (type: number) =>
    changes.find(
      (change) => change.type === type && keyOf(change.owner) === keyOf(origin) && change.kind !== "added",
    );
  const ns = atApex(NS);
  if (ns !== undefined && ns.added.length + ns.removed.length > 0) {
    dangers.push(danger(origin, "ns", "The zone's own NS change: the registrar must have the same set"));
  }
  const soa = atApex(SOA);
  if (soa !== undefined && mnameOf(soa.removed[0]) !== mnameOf(soa.added[0])) {
    dangers.push(danger(origin, "mname", mnameChange(soa, zone.config.soa.mname !== undefined)));
  }
  const ds = changes.filter(
    (change) => change.type === DS && change.added.length + change.removed.length > 0,
  );
  const keys = changes.length > 0 && plan.keys ? keyDanger(plan.keys) : undefined;
  if (keys !== undefined) dangers.push(danger(origin, "keys", keys));
  if (ds.length > 0) {
    const names = ds.map(({ owner }) => printName(owner)).join(", ");
    dangers.push(danger(origin, "ds", `DS changes at ${names}: a DS that fits no key makes the child bogus`));
  }
  return dangers;
}

/** The stricter of before and after, so that no change loosens what judges it. */
function safetyOf({ zone: { config }, configBefore: before = config }: ZonePlan): SafetyConfig {
  return {
    maxDeletePercent: Math.min(before.safety.maxDeletePercent, config.safety.maxDeletePercent),
    minRrsets: Math.min(before.safety.minRrsets, config.safety.minRrsets),
  };
}

function isTooMany(deleted: number, all: number, { maxDeletePercent, minRrsets }: SafetyConfig): boolean {
  if (deleted > MOST_DELETES) return true;
  return all >= minRrsets && deleted * 100 > maxDeletePercent * all;
}

/** One for each zone, as one label allows all of them. */
function mixtureDangers(plan: Plan): Danger[] {
  const dangerous = mixturesOf(plan).filter(({ isDanger }) => isDanger);
  return [...Map.groupBy(dangerous, ({ zone }) => zone)].map(([zone, mixtures]) =>
    danger(zone, "mixture", mixtureDanger(mixtures)),
  );
}

function mnameChange({ removed, added }: RrsetChange, isChosen: boolean): string {
  const [before, after] = [mnameOf(removed[0]), mnameOf(added[0])];
  if (before === undefined || after === undefined) return `The SOA's MNAME changes: ${WHO_MINDS}`;
  const change = `The SOA's MNAME changes from ${printName(before)} to ${printName(after)}`;
  if (isChosen) return `${change}: ${WHO_MINDS}`;
  return `${change}, now the first of the zone's own NS by name: ${WHO_MINDS}. \`soa: {mname: ${printName(before)}}\` in _config.yaml keeps it`;
}

const WHO_MINDS = "secondaries and UPDATE clients go by it";

function mnameOf(soa: ZoneRecord | undefined): Name | undefined {
  if (soa === undefined) return undefined;
  const rdata = decode(SOA, soa.rdata);
  return rdata.type === "SOA" ? keyOf(rdata.mname) : undefined;
}

function danger(zone: Name, kind: DangerKind, message: string): Danger {
  return { zone, kind, message, label: labelFor(kind, zone) };
}

/** The dangers that nobody allowed. */
export function refused(dangers: readonly Danger[]): Danger[] {
  return dangers.filter(({ allowed }) => allowed === undefined);
}
