import { keyOf } from "../../dns/name.ts";
import { NS, NSEC, NSEC3, SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { isSameRecord } from "./compare.ts";
import type { Ending } from "./expectation.ts";
import { coveredType, trueRRsets } from "./true-records.ts";
import type { MissKind, Question, Reply } from "./types.ts";
import type { ZoneModels } from "./zone-model.ts";

/**
 * What is wrong with the authority section, given what the last name says; `undefined` where nobody has more to say of it,
 * "open" where that is not known. Only the SOA, a delegation and its DS have to be there, and a proof where one is due; the
 * NS records of an apex may stand beside an answer (RFC 1034 §6.2.1).
 */
export function findAuthorityFault(
  models: ZoneModels,
  { dnssec = false }: Question,
  ending: Ending | "open" | undefined,
  { authority }: Reply,
): MissKind | undefined {
  const due = ending === "open" || ending === undefined ? NONE : dueRecords(ending);
  let proofs = 0;
  let met = 0;
  for (const record of authority) {
    if (due.some((each) => isSameRecord(each, record))) {
      met += 1;
      continue;
    }
    const covered = coveredType(record) ?? record.type;
    if (record.type !== covered && !dnssec) return "extra-record";
    if (covered === NSEC || covered === NSEC3) {
      if (!dnssec) return "extra-record";
      if (record.type === covered) proofs += 1;
    } else if (!mayStand(models, record, covered, ending)) {
      return "extra-record";
    }
    const fault = findUntruth(models, record);
    if (fault !== undefined) return fault;
  }
  if (met < due.length) return "missing-record";
  return isProofDue(ending) && proofs === 0 ? "missing-record" : undefined;
}

const NONE: readonly ZoneRecord[] = [];

function dueRecords(ending: Ending): readonly ZoneRecord[] {
  switch (ending.outcome) {
    case "nodata":
    case "nxdomain":
      return ending.signatures.length === 0 ? [ending.soa] : [ending.soa, ...ending.signatures];
    case "referral":
      return ending.ds.length === 0 ? ending.ns : [...ending.ns, ...ending.ds];
    case "answer":
    case "any":
    case "looked-up":
    case "refused":
      return NONE;
    default:
      return ending satisfies never;
  }
}

/** Nothing else may stand beside a "no" or a delegation; after an answer the zone's own nameservers may. */
function mayStand(
  models: ZoneModels,
  { owner }: ZoneRecord,
  covered: number,
  ending: Ending | "open" | undefined,
): boolean {
  if (ending === "open") return true;
  const isAnswered = ending === undefined || ending.outcome === "answer" || ending.outcome === "any";
  return isAnswered && covered === NS && models.has(keyOf(owner));
}

/** A denial, or a delegation without DS, out of a signed zone (RFC 4035 §3.1.3 and §3.1.4). */
function isProofDue(ending: Ending | "open" | undefined): boolean {
  if (ending === "open" || ending === undefined) return false;
  switch (ending.outcome) {
    case "nodata":
    case "nxdomain":
      return ending.signatures.length > 0;
    case "referral":
      return ending.isSigned && ending.ds.length === 0;
    case "answer":
    case "any":
    case "looked-up":
    case "refused":
      return false;
    default:
      return ending satisfies never;
  }
}

function findUntruth(models: ZoneModels, record: ZoneRecord): MissKind | undefined {
  const model = models.get(keyOf(record.owner));
  const negative = model === undefined ? NONE : [model.negativeSoa.soa, ...model.negativeSoa.signatures];
  const isNegative = (coveredType(record) ?? record.type) === SOA;
  const truth = [...trueRRsets(models, record).flat(), ...(isNegative ? negative : NONE)];
  if (truth.some((each) => isSameRecord(each, record))) return undefined;
  return truth.some((each) => isSameRecord({ ...each, ttl: record.ttl }, record))
    ? "wrong-ttl"
    : "extra-record";
}
