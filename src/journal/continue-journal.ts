import type { Name } from "../../dns/name.ts";
import { compareSerials } from "../../dns/serial.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { verifyZonemd } from "../../dns/zonemd.ts";
import { policyIn } from "../dnssec/policy.ts";
import { type Step, serialIn, stepBetween, undoStep } from "./step.ts";

/** A zone that was published, and what led to it. */
export interface Before {
  readonly records: readonly ZoneRecord[];
  readonly steps: readonly Step[];
}

/**
 * The steps that lead to a version of a zone, the newest first: the one from what was published before, and those that
 * led to that. A step is believed as far as it can be undone and gives a version that its digest fits (RFC 8976 §4); what
 * is older than that is left out, and so is what is signed by our nameservers where the later version is not, or the other way
 * round: a step says nothing of signatures. They are made as they are asked for.
 */
export function* continueJournal(
  { origin, records }: { readonly origin: Name; readonly records: readonly ZoneRecord[] },
  before: Before,
): Generator<Step> {
  const serial = serialIn(records)!;
  const last = serialIn(before.records);
  const isSigned = isSignedByUs(origin, records);
  const isUsable = (version: readonly ZoneRecord[]) =>
    isVerified(origin, version) && isSignedByUs(origin, version) === isSigned;
  if (last === undefined || !isUsable(before.records)) return;
  if (last !== serial) {
    if (compareSerials(serial, last) !== 1) return;
    yield stepBetween(before.records, records);
  }
  let version = before.records;
  for (let at = last; ; ) {
    const step = before.steps.find(({ to }) => to === at);
    const earlier = step && undoStep(version, step);
    if (earlier === undefined || !isUsable(earlier)) return;
    yield step!;
    version = earlier;
    at = step!.from;
  }
}

function isSignedByUs(origin: Name, records: readonly ZoneRecord[]): boolean {
  return policyIn({ origin, records }) !== undefined;
}

function isVerified(origin: Name, records: readonly ZoneRecord[]): boolean {
  return verifyZonemd({ origin, records }).outcome === "verified";
}
