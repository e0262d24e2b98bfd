import { keyOf } from "../../dns/name.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { keepLoadable } from "./loadable.ts";
import type { Question } from "./question.ts";
import type { PlannedZone } from "./universe.ts";

/** Zones and a question that show a failure. */
export interface Case {
  readonly zones: readonly PlannedZone[];
  readonly question: Question;
}

/**
 * The smallest case found that still fails: first whole zones go, then signatures, then records in ever smaller pieces (Zeller and
 * Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002), then what the question can do without.
 */
export async function minimise(start: Case, fails: (smaller: Case) => Promise<boolean>): Promise<Case> {
  let { zones, question } = start;
  for (const zone of start.zones) {
    const fewer = zones.filter(({ origin }) => origin !== zone.origin);
    if (fewer.length > 0 && (await fails({ zones: fewer, question }))) zones = fewer;
  }
  for (const { origin } of zones) {
    const plainer = zones.map(
      (zone): PlannedZone => (zone.origin === origin ? { ...zone, finish: "nothing" } : zone),
    );
    if (await fails({ zones: plainer, question })) zones = plainer;
  }
  zones = await fewerRecords(zones, (candidate) => fails({ zones: candidate, question }));
  for (const simplify of SIMPLER) {
    const simpler = simplify(question);
    if (simpler !== undefined && (await fails({ zones, question: simpler }))) question = simpler;
  }
  return { zones, question };
}

const NS = 2;
const SOA = 6;

interface Placed {
  readonly zone: PlannedZone;
  readonly record: ZoneRecord;
}

async function fewerRecords(
  zones: readonly PlannedZone[],
  fails: (zones: readonly PlannedZone[]) => Promise<boolean>,
): Promise<readonly PlannedZone[]> {
  let left = zones.flatMap((zone) =>
    zone.records.filter(isDispensable(zone)).map((record) => ({ zone, record })),
  );
  let best = zones;
  for (let pieces = 2; left.length > 0; ) {
    const size = Math.ceil(left.length / pieces);
    let found = false;
    for (let start = 0; start < left.length && !found; start += size) {
      const kept = left.filter((_, index) => index < start || index >= start + size);
      const candidate = withRecords(zones, kept);
      if (!(await fails(candidate))) continue;
      left = kept;
      best = candidate;
      found = true;
    }
    if (found) pieces = Math.max(2, pieces - 1);
    else if (size === 1) break;
    else pieces = Math.min(left.length, pieces * 2);
  }
  return best;
}

/** What a zone needs to be one stays. */
function isDispensable(zone: Zone): (record: ZoneRecord) => boolean {
  const apex = keyOf(zone.origin);
  return ({ owner, type }) => keyOf(owner) !== apex || (type !== SOA && type !== NS);
}

function withRecords(zones: readonly PlannedZone[], kept: readonly Placed[]): PlannedZone[] {
  return keepLoadable(
    zones.map((zone) => ({
      ...zone,
      records: [
        ...zone.records.filter((record) => !isDispensable(zone)(record)),
        ...kept.filter((placed) => placed.zone === zone).map(({ record }) => record),
      ],
    })),
  );
}

const SIMPLER: readonly ((question: Question) => Question | undefined)[] = [
  ({ edns: _, ...question }) => question,
  (question) => (question.edns?.do ? { ...question, edns: { ...question.edns, do: false } } : undefined),
  (question) => (question.rd ? { ...question, rd: false } : undefined),
  (question) => (question.transport === "tcp" ? { ...question, transport: "udp" } : undefined),
  (question) => ({ ...question, name: keyOf(question.name) }),
];
