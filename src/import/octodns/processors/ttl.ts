import { problemOf } from "../given.ts";
import { putRecord } from "../octodns-zone.ts";
import { isTruthy } from "../python-value.ts";
import { numberGiven, type ProcessorKind, processorProblem } from "./processor.ts";

/** octoDNS' TtlClampProcessor: brings TTLs between two bounds. */
export const TTL_CLAMP: ProcessorKind = {
  keys: ["min_ttl", "max_ttl"],
  make: (given, report) => {
    const least = numberGiven(given, "min_ttl", 300, report);
    const most = numberGiven(given, "max_ttl", 86_400, report);
    if (least === undefined || most === undefined) return undefined;
    if (least > most) {
      report(problemOf(given, "min_ttl", `is ${least}, above max_ttl ${most}`, "Write a smaller one."));
      return undefined;
    }
    return {
      id: given.name,
      onSource: (zone) => {
        for (const record of [...zone.records.values()]) {
          const ttl = Math.max(least, Math.min(most, record.ttl));
          if (ttl === record.ttl) continue;
          putRecord(zone, { ...record, ttl });
          zone.changes.add(`processor ${given.name} changes TTLs`);
        }
      },
    };
  },
};

const SEVEN_DAYS = 604_800;

/** octoDNS' TtlRestrictionFilter: refuses TTLs. */
export const TTL_RESTRICTION: ProcessorKind = {
  keys: ["min_ttl", "max_ttl", "allowed_ttls"],
  make: (given, report) => {
    const least = numberGiven(given, "min_ttl", 1, report);
    const most = numberGiven(given, "max_ttl", SEVEN_DAYS, report);
    if (least === undefined || most === undefined) return undefined;
    const list = given.get("allowed_ttls");
    const allowed = isTruthy(list) && Array.isArray(list) ? list.map(Number) : undefined;
    return {
      id: given.name,
      onSource: (zone) => {
        for (const record of zone.records.values()) {
          const { ttl } = record;
          const isRight = allowed === undefined ? least <= ttl && ttl <= most : allowed.includes(ttl);
          if (isRight || record.flags.lenient) continue;
          const expected = allowed === undefined ? `${least} to ${most}` : allowed.join(", ");
          const message = `its TTL is ${ttl}; octoDNS takes ${expected} alone`;
          zone.report(
            processorProblem(
              given.name,
              record,
              zone,
              message,
              "Write another TTL, or take the processor out.",
            ),
          );
        }
      },
    };
  },
};
