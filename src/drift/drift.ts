import { printName } from "../../dns/name.ts";
import { compareProblems, type Problem } from "../../dns/problem.ts";
import type { DeploymentRecord } from "../deploy/ledger.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import { LIVE_DRIFT } from "../lint/live-rules.ts";
import { PATIENTLY } from "../published/shown-by-nameserver.ts";
import { shownByNameservers } from "../published/shown-by-nameservers.ts";
import type { Report } from "../report/report.ts";
import { count } from "../report/wording.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { load } from "../zones/load.ts";
import { validate } from "../zones/validate.ts";
import { type Compared, comparePublished, serialsIn } from "./compare-published.ts";

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
  /** Empty: those of `_config.yaml`. */
  readonly nameservers: readonly Nameserver[];
}

/** What came of it. */
export interface FoundDrift extends Compared {
  readonly report: Report;
}

/** Asks every nameserver address for every zone of a commit, and compares serial and content with what was deployed. */
export async function findDrift(request: DriftRequest, world: World): Promise<FoundDrift> {
  const { folder, commit, files, record, nameservers } = request;
  const started = world.now().getTime();
  world.progress.step(`Reading the zones of commit ${commit.slice(0, 12)}`);
  const { zones } = validate(await load(folder, files));
  const shownOf = await shownByNameservers(zones, nameservers, world, PATIENTLY);
  const compared = comparePublished(zones, shownOf, serialsIn(record?.floors));
  world.progress.end();
  const { differences, silent, answers } = compared;
  if (answers === 0) {
    const why = silent.length === 0 ? "no address of a nameserver is known" : silent.join("; ");
    throw new WorldError(`Cannot compare what is published: nobody answers (${why})`);
  }
  const report: Report = {
    command: "drift",
    outcome: differences.length === 0 ? "fine" : "wrong",
    counts: { zones: zones.length, records: zones.reduce((sum, zone) => sum + zone.records.length, 0) },
    problems: problemsOf(zones, compared).sort(compareProblems),
    notes: [
      `Compared with commit ${commit}, ${record === undefined ? "for no deployment is written down" : "which was deployed last"}.`,
      ...silent.map((one) => `Not compared, for nobody answered: ${one}.`),
      ...unasked(zones, nameservers),
    ],
    milliseconds: world.now().getTime() - started,
  };
  return { ...compared, report };
}

function problemsOf(zones: readonly SourceZone[], { differences }: Compared): Problem[] {
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
