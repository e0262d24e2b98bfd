import { keyOf, type Name, printName } from "../../dns/name.ts";
import { nextSerial } from "../serial/decide.ts";
import { findJumpOfStyle } from "../serial/jump.ts";
import type { ConfiguredNameserver, Feed, ZoneConfig } from "../source/config.ts";
import { labelFor } from "./dangers.ts";
import type { Plan, ZonePlan } from "./plan.ts";

/** A setting of `_config.yaml` that changes although no record may show it. */
export interface SettingChange {
  /** That have it in common. */
  readonly zones: readonly Name[];
  /** One sentence without its final stop. */
  readonly message: string;
}

/** The settings that change, those of many zones once. */
export function settingChanges({ zones }: Plan): SettingChange[] {
  const byMessage = new Map<string, Name[]>();
  for (const plan of zones) {
    for (const message of settingsOf(plan)) {
      const known = byMessage.get(message);
      if (known === undefined) byMessage.set(message, [plan.zone.origin]);
      else known.push(plan.zone.origin);
    }
  }
  return [...byMessage].map(([message, names]) => ({ zones: names, message }));
}

/** What changes in the settings of a zone: sentences without their final stops. None where those before are not known. */
export function settingsOf(plan: ZonePlan): string[] {
  const { configBefore: before, zone } = plan;
  if (before === undefined) return [];
  return Object.values(TOLD).flatMap((tell) => tell?.(before, zone.config, plan) ?? []);
}

type Tell = (before: ZoneConfig, after: ZoneConfig, plan: ZonePlan) => string[];

/** Every setting there is: how its change is told, or undefined where the records of the zone show it. */
const TOLD: { readonly [key in keyof Required<ZoneConfig>]: Tell | undefined } = {
  serial: (before, after, plan) =>
    before.serial === after.serial
      ? []
      : [`The style of serials changes from ${before.serial} to ${after.serial}: ${nextSentence(plan)}`],
  serialAbove: ({ serialAbove: before }, { serialAbove: after }) => changed("serial_above", before, after),
  safety: ({ safety: before }, { safety: after }) => {
    const found = [
      ...changed("safety.max_delete_percent", before.maxDeletePercent, after.maxDeletePercent),
      ...changed("safety.min_rrsets", before.minRrsets, after.minRrsets),
    ];
    return found.map((sentence) => `${sentence}; the stricter of both judges this change`);
  },
  watch: ({ watch: before }, { watch: after }) =>
    (["parents", "registration", "signatures", "webhook"] as const).flatMap((key) =>
      changed(`watch.${key}`, before[key], after[key]),
    ),
  journal: ({ journal: before }, { journal: after }) => [
    ...changed("journal.versions", before.versions, after.versions),
    ...changed("journal.size", before.size, after.size),
  ],
  nameservers: ({ nameservers: before }, { nameservers: after }) => nameserverSentences(before, after),
  lint: ({ lint: before }, { lint: after }) =>
    [...new Set([...before.keys(), ...after.keys()])].flatMap((rule) =>
      changed(`lint.${rule}`, before.get(rule), after.get(rule)),
    ),
  defaultTtl: undefined,
  soa: undefined,
  nameserverTtl: undefined,
  names: undefined,
  about: undefined,
  reverse: undefined,
  expired: undefined,
  expiresSoonDays: undefined,
  escapedSemicolons: undefined,
};

/** What becomes of the serial under another style. */
function nextSentence({ decision, fresh, zone: { config, origin } }: ZonePlan): string {
  const forever = "and none below can be used again";
  switch (decision.kind) {
    case "raised":
      return `its serial goes from ${decision.jump?.from ?? decision.from} to ${decision.serial}, ${forever}`;
    case "kept": {
      const next = nextSerial(decision.serial, fresh);
      const isJump = findJumpOfStyle(next, decision.serial, { style: config.serial, fresh }) !== undefined;
      const needs = isJump ? `, which needs the label ${labelFor("serial", origin)} then` : "";
      return `the next change of the zone takes its serial from ${decision.serial} to ${next}, ${forever}${needs}`;
    }
    case "first":
    case "unknown":
    case "no-greatest":
      return config.serial === "increment"
        ? "its serial goes on from where it is, one by one"
        : `where its serial lies below ${fresh}, it goes there with the next change of the zone, ${forever}`;
    default:
      return decision satisfies never;
  }
}

function changed(setting: string, before: Scalar, after: Scalar): string[] {
  if (before === after) return [];
  if (before === undefined) return [`${setting} is new: ${after}`];
  if (after === undefined) return [`${setting} goes, which was ${before}`];
  return [`${setting} changes from ${before} to ${after}`];
}

type Scalar = string | number | boolean | undefined;

function nameserverSentences(
  before: readonly ConfiguredNameserver[],
  after: readonly ConfiguredNameserver[],
): string[] {
  const old = new Map(before.map((each) => [keyOf(each.name), each]));
  const now = new Map(after.map((each) => [keyOf(each.name), each]));
  const stay = (list: ReadonlyMap<Name, unknown>) =>
    [...list.keys()].filter((key) => old.has(key) && now.has(key));
  const found = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    return changed(`Nameserver ${printName((is ?? was)!.name)}`, was && describe(was), is && describe(is));
  });
  const isReordered = stay(old).join() !== stay(now).join();
  return isReordered ? [...found, "The nameservers stand in another order"] : found;
}

function describe({ addresses, app, fed }: ConfiguredNameserver): string {
  const where = addresses.length === 0 ? "no address" : [...addresses].sort().join(" ");
  const parts = [
    where,
    ...(app === undefined ? [] : [`app ${app}`]),
    ...(fed === undefined ? [] : feedParts(fed)),
  ];
  return parts.join(", ");
}

function feedParts(fed: Feed): string[] {
  switch (fed.by) {
    case "files":
      return ["fed by files"];
    case "transfer": {
      const places = fed.notify.map(({ address, port }) =>
        port === 53 ? address : `${address} port ${port}`,
      );
      const key = fed.key === undefined ? "without a key" : `with the key ${printName(fed.key)}`;
      return [`fed by transfer ${key}`, `notified at ${places.sort().join(" ")}`];
    }
    default:
      return fed satisfies never;
  }
}
