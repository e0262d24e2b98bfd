import type { Position, Problem } from "../../../../dns/problem.ts";
import { makeRecord, type OctodnsRecord } from "../octodns-record.ts";
import { addRecord, zoneProblem } from "../octodns-zone.ts";
import { type PythonValue, pythonText } from "../python-value.ts";
import { isGiven, numberGiven, type Processor, type ProcessorKind, textGiven } from "./processor.ts";

/**
 * octoDNS' MetaProcessor: a TXT record about its own run. Only what the configuration says in full can come over; a
 * time, a version or a provider's name is another one each time.
 */
export const META: ProcessorKind = {
  keys: [
    "record_name",
    "include_time",
    "include_uuid",
    "include_version",
    "include_provider",
    "include_extra",
    "ttl",
  ],
  make: (given, report) => {
    const ttl = numberGiven(given, "ttl", 60, report);
    if (ttl === undefined) return undefined;
    const name = textGiven(given, "record_name", "meta");
    const changing = [
      ...(isGiven(given, "include_time", true) ? ["include_time"] : []),
      ...["include_uuid", "include_version", "include_provider"].filter((key) => isGiven(given, key, false)),
    ];
    const extra = given.get("include_extra");
    const values =
      typeof extra === "object" && extra !== null && !Array.isArray(extra)
        ? Object.entries(extra as { readonly [key: string]: PythonValue }) // no list, so a mapping
        : [];
    const texts = values.map(([key, value]) => `${key}=${pythonText(value) ?? ""}`);
    return {
      id: given.name,
      onTarget: (zone) => {
        const made: OctodnsRecord | string = makeRecord("TXT", name, zone.origin, texts, {
          ttl,
          at: given.at,
        });
        if (changing.length > 0 || typeof made === "string") {
          const help = `Take ${given.name} out of the configuration while you import.`;
          const why = typeof made === "string" ? made : `${changing.join(", ")} is another one each time`;
          zone.report(aboutRun(given.at, `Processor ${given.name}`, `${name}.${zone.name}`, why, help));
          return;
        }
        if (texts.length > 0) addRecord(zone, made);
        zone.changes.add(`processor ${given.name} adds a record`);
      },
    };
  },
};

/** The one that `manager: {include_meta: true}` adds. */
export function runMeta(at: Position): Processor {
  return {
    id: "meta",
    onTarget: ({ name, report }) => {
      const help = "Take include_meta out of the configuration while you import.";
      report(aboutRun(at, "include_meta", `octodns-meta.${name}`, "the provider's name is in it", help));
    },
  };
}

function aboutRun(at: Position, who: string, name: string, why: string, help: string): Problem {
  const message = `${who} publishes ${name} TXT about octoDNS' own run, which does not come over: ${why}`;
  return zoneProblem(at, "octodns-processor", message, help);
}
