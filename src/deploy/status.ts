import { keyOf, type Name } from "../../dns/name.ts";
import { compareSerials } from "../../dns/serial.ts";
import { windowStart } from "../../dns/signing/window.ts";
import { WorldError } from "../files/world-error.ts";
import { PATIENTLY } from "../published/shown-by-nameserver.ts";
import { shownByNameservers } from "../published/shown-by-nameservers.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import { secondariesAt } from "../secondaries/secondary.ts";
import type { Shown } from "../serial/shown.ts";
import type { Feed } from "../source/config.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import type { Places } from "./apps.ts";
import type { SelfCheckAlias } from "./fly/self-check-aliases.ts";
import { shownByMachines } from "./shown-by-machines.ts";
import { type SurveyedMachine, survey } from "./survey.ts";

/** Who answers what at this moment. */
export interface Status {
  /** Every zone of the folder and of the machines. */
  readonly zones: readonly ZoneStatus[];
  /** The machines of each app, then its public addresses, then those of others. */
  readonly places: readonly PlaceStatus[];
  /** Apps whose machines Fly.io did not tell, with the reason. */
  readonly untold: readonly { readonly app: string; readonly reason: string }[];
}

/** A zone over all places. */
export interface ZoneStatus {
  readonly zone: Name;
  /** The greatest serial that a machine answers, or where none does, that any address answers; undefined where nobody does. */
  readonly serial: number | undefined;
  /** What the zones of the folder are to that: undefined where no digest tells, or the zone is not in the folder. */
  readonly isAsHere: boolean | undefined;
  /** When the signatures over its keys end that were made beforehand, by the machine that has the fewest; left out where there are none. */
  readonly keysSignedUntil?: Date;
}

/** A machine, or a public address. */
export interface PlaceStatus {
  /** Undefined for somebody else's nameserver. */
  readonly app: string | undefined;
  /** `iad/90706e10f12094`, or `ns1.example.com. (192.0.2.53)`. */
  readonly where: string;
  readonly kind: "machine" | "address";
  /** How somebody else's nameserver gets the zones, where `_config.yaml` says it. */
  readonly fed?: Feed["by"];
  /** The commit of the zones in a machine's image, where it says so. */
  readonly commit?: string;
  /** Why it is not well: a sentence without its final stop. */
  readonly problem?: string;
  /** What names with ALIAS answer on a machine, where it tells. */
  readonly aliases?: readonly SelfCheckAlias[];
  /** As many as there are zones, and in their order. */
  readonly answers: readonly PlaceAnswer[];
}

/** What one place answers of one zone. */
export type PlaceAnswer =
  | {
      readonly kind: "serial";
      readonly serial: number;
      readonly isNewest: boolean;
      readonly why?: string;
      /** Of a secondary that is behind: after how many seconds it asks by itself at the latest. */
      readonly asksWithin?: number;
    }
  /** It has no such zone. It should, unless nobody says that it is a nameserver of the zone. */
  | { readonly kind: "absent"; readonly isExpected: boolean }
  | { readonly kind: "silent"; readonly reason: string };

/** Every machine is healthy, and all places answer the same. */
export function isWell({ places }: Status): boolean {
  return places.every(
    ({ problem, answers }) =>
      problem === undefined &&
      answers.every((answer) =>
        answer.kind === "serial" ? answer.isNewest : answer.kind === "absent" && answer.isExpected,
      ),
  );
}

/** The same of what our apps run: who runs a nameserver of others mends it, and nothing of ours does. */
export function areOursWell(status: Status): boolean {
  return isWell({ ...status, places: status.places.filter(({ app }) => app !== undefined) });
}

/** Asks every machine through Fly.io, and every public address by DNS. What cannot be asked is told, and is no error. */
export async function findStatus(
  sources: readonly SourceZone[],
  { apps, secondaries }: Places,
  world: World,
): Promise<Status> {
  world.progress.step("Asking the machines");
  const untold: { app: string; reason: string }[] = [];
  const surveys = await Promise.all(
    apps.map(async ({ app }): Promise<SurveyedMachine[]> => {
      try {
        return await survey(app, world.fly);
      } catch (error) {
        if (!(error instanceof WorldError)) throw error;
        untold.push({ app, reason: error.message });
        return [];
      }
    }),
  );
  const nameservers = [...apps.flatMap((app) => app.nameservers), ...secondaries];
  const outside =
    nameservers.length === 0 ? () => [] : await shownByNameservers(sources, nameservers, world, PATIENTLY);
  const shownAt = (address: Nameserver, zone: Name) => outside(zone)[nameservers.indexOf(address)];
  const names = zoneNames(sources, surveys.flat());
  const shown = names.map((zone) => [...outside(zone), ...shownByMachines(surveys.flat(), zone)]);
  const zones = names.map((zone, index) => ({
    ...zoneStatus(zone, shown[index]!, sources),
    ...keysSignedUntil(zone, surveys.flat()),
  }));
  const answers = (
    of: (zone: Name) => Shown | undefined,
    isExpected: (zone: Name) => boolean,
    fed?: Feed["by"],
  ) =>
    names.map((zone, index) => judge(of(zone), shown[index]!, zones[index]!.serial, isExpected(zone), fed));

  const feedAt = new Map(
    secondariesAt(secondaries, sources).map(({ nameserver: { address }, feed }) => [address, feed?.by]),
  );
  const atAddress = (nameserver: Nameserver, app: string | undefined): PlaceStatus => ({
    app,
    kind: "address",
    ...fedAs(app === undefined ? feedAt.get(nameserver.address) : undefined),
    where: `${nameserver.name} (${nameserver.address})`,
    answers: answers(
      (zone) => shownAt(nameserver, zone),
      // A zone that the folder does not have is not asked for; somebody else's server need not have all of ours.
      (zone) =>
        !isIn(sources, zone) || (app === undefined && !servesBySettings(sources, zone, nameserver.address)),
      app === undefined ? feedAt.get(nameserver.address) : undefined,
    ),
  });
  const onMachine = (one: SurveyedMachine): PlaceStatus => {
    const { app, machine, check } = one;
    const commit = "fault" in check ? undefined : check.build.commit;
    const problem = problemOf(one);
    return {
      app,
      kind: "machine",
      where: `${machine.region}/${machine.id}`,
      ...(commit === undefined ? {} : { commit }),
      ...(problem === undefined ? {} : { problem }),
      ...("fault" in check || check.aliases === undefined ? {} : { aliases: check.aliases }),
      answers: answers(
        (zone) => shownByMachines([one], zone)[0],
        () => false,
      ),
    };
  };
  return {
    zones,
    untold,
    places: [
      ...apps.flatMap(({ app, nameservers: own }, index) => [
        ...surveys[index]!.map(onMachine),
        ...own.map((nameserver) => atAddress(nameserver, app)),
      ]),
      ...secondaries.map((nameserver) => atAddress(nameserver, undefined)),
    ],
  };
}

function fedAs(fed: Feed["by"] | undefined): Pick<PlaceStatus, "fed"> {
  return fed === undefined ? {} : { fed };
}

function zoneNames(sources: readonly SourceZone[], machines: readonly SurveyedMachine[]): Name[] {
  const names = new Map(sources.map(({ origin }) => [keyOf(origin), origin]));
  for (const { check } of machines) {
    if ("fault" in check) continue;
    for (const { name } of check.zones) if (!names.has(keyOf(name))) names.set(keyOf(name), name);
  }
  return [...names.values()];
}

function zoneStatus(zone: Name, shown: readonly Shown[], sources: readonly SourceZone[]): ZoneStatus {
  const answered = shown.filter((one) => one.kind === "serial");
  // Whoever answers at an address may say any serial, and a secondary keeps one that was given up: machines come first.
  const onMachines = answered.filter(({ nameserver }) => nameserver === undefined);
  const serial = (onMachines.length > 0 ? onMachines : answered)
    .map((one) => one.serial)
    .reduce<number | undefined>(
      (best, next) => (best === undefined || compareSerials(next, best) === 1 ? next : best),
      undefined,
    );
  const source = sources.find(({ origin }) => keyOf(origin) === keyOf(zone));
  const digest = answered.find((one) => one.serial === serial && one.digest !== undefined)?.digest;
  const isAsHere =
    source === undefined || serial === undefined || digest === undefined
      ? undefined
      : digestWithSerial(source, serial, digest.algorithm) === digest.digest;
  return { zone, serial, isAsHere };
}

/** By what stands in the images of machines. */
function keysSignedUntil(
  zone: Name,
  machines: readonly SurveyedMachine[],
): Pick<ZoneStatus, "keysSignedUntil"> {
  const lasts = machines.flatMap(({ check }) => {
    const has = "fault" in check ? undefined : check.zones.find(({ name }) => keyOf(name) === keyOf(zone));
    return has?.signed?.presigned === undefined ? [] : [has.signed.presigned];
  });
  return lasts.length === 0 ? {} : { keysSignedUntil: new Date(1_000 * windowStart(Math.min(...lasts) + 1)) };
}

function judge(
  one: Shown | undefined,
  all: readonly Shown[],
  newest: number | undefined,
  isExpected: boolean,
  fed: Feed["by"] | undefined,
): PlaceAnswer {
  if (one === undefined || one.kind === "absent") return { kind: "absent", isExpected };
  if (one.kind === "silent") return { kind: "silent", reason: one.reason };
  const { serial, digest, timers } = one;
  if (serial !== newest) {
    const isAhead = newest !== undefined && compareSerials(serial, newest) !== -1;
    if (isAhead) return { kind: "serial", serial, isNewest: false, why: "ahead of every machine" };
    if (fed === undefined) return { kind: "serial", serial, isNewest: false, why: "not the newest" };
    const isAsking = fed === "transfer" && timers !== undefined;
    const why = isAsking ? `behind, asks within ${timers.refresh} s` : "behind, fed by files";
    const asks = isAsking ? { asksWithin: timers.refresh } : {};
    return { kind: "serial", serial, isNewest: false, why, ...asks };
  }
  const isSplit = all.some(
    (other) =>
      other.kind === "serial" &&
      other.serial === serial &&
      other.digest?.algorithm === digest?.algorithm &&
      other.digest?.digest !== digest?.digest,
  );
  return isSplit
    ? { kind: "serial", serial, isNewest: false, why: "two contents" }
    : { kind: "serial", serial, isNewest: true };
}

function problemOf({ machine, check }: SurveyedMachine): string | undefined {
  if (!machine.isReachable)
    return "Fly.io does not reach its host; the next deployment makes another in its place";
  if ("fault" in check) return check.fault;
  if (!check.healthy) return check.problems[0] ?? "it calls itself unhealthy";
  const failing = machine.checks.find(({ status }) => status !== "passing");
  return failing === undefined ? undefined : `its check ${failing.name} is ${failing.status}`;
}

function isIn(sources: readonly SourceZone[], zone: Name): boolean {
  return sources.some(({ origin }) => keyOf(origin) === keyOf(zone));
}

function servesBySettings(sources: readonly SourceZone[], zone: Name, address: string): boolean {
  const source = sources.find(({ origin }) => keyOf(origin) === keyOf(zone));
  return source?.config.nameservers.some(({ addresses }) => addresses.includes(address)) ?? false;
}
