import { type Name, printName } from "../../dns/name.ts";
import { compareProblems, type Problem } from "../../dns/problem.ts";
import type { KeyStates } from "../../dns/signing/key-states.ts";
import type { DeploymentRecord } from "../deploy/ledger.ts";
import { withNewestKeys } from "../dnssec/newest-keys.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import { LIVE_DRIFT } from "../lint/live-rules.ts";
import { placesByNameservers } from "../published/places-by-nameservers.ts";
import { PATIENTLY } from "../published/shown-by-nameserver.ts";
import { askTransfers, PATIENT_TRANSFER } from "../published/transfers.ts";
import { namesInShort, notGivenNote } from "../report/notes.ts";
import type { Report } from "../report/report.ts";
import { count } from "../report/wording.ts";
import { othersAddresses } from "../secondaries/secondary.ts";
import { type SourceZone, withoutCatalog } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import { type Answering, type OutsideSettings, watchOutside } from "../watch/watch-outside.ts";
import type { World } from "../world.ts";
import { load } from "../zones/load.ts";
import { validate } from "../zones/validate.ts";
import {
  type Compared,
  comparePublished,
  type Difference,
  type PublishedAt,
  serialsIn,
  serialsOnTheWayBack,
} from "./compare-published.ts";
import { judgeLags, printTime, type SupersededAt, type Waiting } from "./judge-lags.ts";

/** What is compared with what is published. */
export interface DriftRequest {
  /** The folder of the zones in a clone. */
  readonly folder: string;
  /** The commit whose zones should be published. */
  readonly commit: string;
  /** The files of that commit. */
  readonly files: Files;
  /** The deployment of that commit, where one was written down. */
  readonly record?: DeploymentRecord;
  /** Deployments since then that did not succeed: after one that went back, its zones have the serials of the way back. */
  readonly unfinished?: readonly DeploymentRecord[];
  /** The keys of those deployments, which never go back. */
  readonly keys?: KeyStates;
  /** Empty: those of `_config.yaml`. */
  readonly nameservers: readonly Nameserver[];
  /** Where to look besides the nameservers; undefined: nowhere. */
  readonly outside?: OutsideSettings;
  /** When a serial of a zone was not the newest any more; left out where nobody remembers that. */
  readonly supersededAt?: SupersededAt;
}

/** What came of it. */
export interface FoundDrift extends Omit<Compared, "lags"> {
  /** Nameservers of others that may still ask by themselves. */
  readonly waiting: readonly Waiting[];
  readonly report: Report;
  readonly zones: readonly SourceZone[];
}

/**
 * Asks every nameserver address for every zone of a commit, and compares serial and content with what was deployed. Then
 * looks at what lies outside of them, where that is wanted.
 */
export async function findDrift(request: DriftRequest, world: World): Promise<FoundDrift> {
  const { folder, commit, files, record, unfinished = [], keys = new Map(), nameservers, outside } = request;
  const started = world.now().getTime();
  world.progress.step(`Reading the zones of commit ${commit.slice(0, 12)}`);
  const { zones } = validate(await load(folder, files));
  const { placesOf, notGiven } = await look(zones, nameservers, world);
  const compared = comparePublished(
    zones,
    placesOf,
    serialsIn(record?.floors),
    serialsOnTheWayBack(unfinished, keys),
    (zone) => withNewestKeys(zone, keys),
  );
  const { silent, answers } = compared;
  const { overdue, waiting } = await judgeLags(compared.lags, zones, request.supersededAt, world.now());
  const differences = [...compared.differences, ...overdue];
  if (answers === 0) {
    const why = silent.length === 0 ? "no address of a nameserver is known" : silent.join("; ");
    throw new WorldError(`Cannot compare what is published: nobody answers (${why})`);
  }
  const watch = outside && (await watchOutside(withoutCatalog(zones), answeringAt(placesOf), outside, world));
  world.progress.end();
  const isAlarm = (watch?.findings ?? []).some(({ weight }) => weight === "alarm");
  const report: Report = {
    command: "drift",
    outcome: differences.length > 0 || isAlarm ? "wrong" : "fine",
    counts: { zones: zones.length, records: zones.reduce((sum, zone) => sum + zone.records.length, 0) },
    problems: [...problemsOf(zones, differences), ...waitingProblems(zones, waiting)].sort(compareProblems),
    ...(watch !== undefined && { watch }),
    notes: [
      `Compared with commit ${commit}, ${record === undefined ? "for no deployment is written down" : "which was deployed last"}.`,
      ...silent.map((one) => `Not compared, for nobody answered: ${one}.`),
      ...(notGiven.length === 0 ? [] : [notGivenNote(zonesAt(notGiven), notGiven)]),
      ...unasked(zones, nameservers),
    ],
    milliseconds: world.now().getTime() - started,
  };
  return { differences, silent, answers, waiting, report, zones };
}

/** A published place with the nameserver that shows it. */
interface SeenAt extends PublishedAt {
  readonly nameserver: Nameserver;
}

function answeringAt(placesOf: (origin: Name) => readonly SeenAt[]): (origin: Name) => Answering {
  return (origin) => {
    const places = placesOf(origin);
    return {
      places: places.filter(({ shown }) => shown.kind === "serial"),
      isSilent: places.some(({ shown }) => shown.kind === "silent"),
    };
  };
}

interface NotGiven {
  readonly zone: Name;
  readonly by: string;
  readonly reason: string;
}

/** What every address shows, with its records where it gives them. */
async function look(
  zones: readonly SourceZone[],
  nameservers: readonly Nameserver[],
  world: World,
): Promise<{
  readonly placesOf: (origin: Name) => readonly SeenAt[];
  readonly notGiven: readonly NotGiven[];
}> {
  world.progress.step("Asking the nameservers what is published");
  const shownAt = await placesByNameservers(zones, nameservers, world, PATIENTLY);
  const ask = askTransfers(world.transfer, PATIENT_TRANSFER);
  const notGiven: NotGiven[] = [];
  const others = othersAddresses(zones);
  const seen = zones.map(async ({ origin }) => {
    const places = shownAt(origin).map(async ({ nameserver, shown }): Promise<SeenAt> => {
      const isOthers = others.has(nameserver.address);
      if (shown.kind !== "serial") return { nameserver, shown, isOthers };
      const came = await ask(origin, shown.serial, nameserver);
      if (came.outcome === "given") return { nameserver, shown, isOthers, records: came.records };
      notGiven.push({ zone: origin, by: shown.by, reason: came.reason });
      return { nameserver, shown, isOthers };
    });
    return [origin, await Promise.all(places)] as const;
  });
  const byZone = new Map(await Promise.all(seen));
  notGiven.sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0)); // they came in no order
  return { placesOf: (origin) => byZone.get(origin) ?? [], notGiven };
}

function zonesAt(places: readonly NotGiven[]): string {
  return namesInShort([...new Set(places.map(({ zone }) => zone))]);
}

/** A secondary that may still ask by itself is no error. */
function waitingProblems(zones: readonly SourceZone[], waiting: readonly Waiting[]): Problem[] {
  const late = waiting.map(({ until, message, ...lag }) => ({
    ...lag,
    message: `${message}; it asks by itself until ${printTime(until)} (refresh and retry of its SOA)`,
  }));
  return problemsOf(zones, late).map((problem) => ({
    ...problem,
    severity: "warning",
    help: "Nothing need be done yet. It is an error from then on.",
  }));
}

function problemsOf(zones: readonly SourceZone[], differences: readonly Difference[]): Problem[] {
  const fileOf = new Map(zones.map(({ origin, file }) => [origin, file]));
  const { id, severity, mend } = LIVE_DRIFT;
  return differences.map(({ zone, by, message }) => ({
    file: fileOf.get(zone)!,
    line: 1,
    column: 1,
    rule: id,
    severity,
    message: `${by} answers ${printName(zone)} differently: ${message}`,
    help: mend,
  }));
}

function unasked(zones: readonly SourceZone[], nameservers: readonly Nameserver[]): string[] {
  if (nameservers.length > 0) return [];
  const without = zones.filter(({ config }) =>
    config.nameservers.every(({ addresses }) => addresses.length === 0),
  );
  return without.length === 0
    ? []
    : [`Not compared: ${count(without.length, "zone")} without an address of a nameserver in _config.yaml.`];
}
