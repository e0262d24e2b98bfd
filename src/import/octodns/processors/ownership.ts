import { TXT } from "../../../../dns/type-numbers.ts";
import type { OctodnsRecord } from "../octodns-record.ts";
import { copyOf, makeRecord, textData } from "../octodns-record.ts";
import { addRecord, type OctodnsZone, putRecord, zoneProblem } from "../octodns-zone.ts";
import { matchTexts } from "./match-text.ts";
import { isGiven, numberGiven, type ProcessorKind, textGiven } from "./processor.ts";

/** octoDNS' OwnershipProcessor: marks each record with a TXT record. */
export const OWNERSHIP: ProcessorKind = {
  keys: ["txt_name", "txt_value", "txt_ttl", "should_replace", "allow_takeover"],
  make: (given, report) => {
    const label = textGiven(given, "txt_name", "_owner");
    const value = textGiven(given, "txt_value", "*octodns*");
    const ttl = numberGiven(given, "txt_ttl", 60, report);
    if (ttl === undefined) return undefined;
    const replace = isGiven(given, "should_replace", false);
    return {
      id: given.name,
      notes: [
        "its marks come over as records; remove them when nothing goes through octoDNS any more, and take the processor out before you import to leave them behind",
      ],
      onSource: (zone) => {
        for (const record of [...zone.records.values()]) {
          if (isMark(record, label, value)) continue;
          const below = record.name === "" ? "" : `.${record.name.replaceAll("*", "_wildcard")}`;
          const name = `${label}.${record.type}${below}`;
          addMade(
            makeRecord("TXT", name, zone.origin, [value], { ttl, at: record.at }),
            record,
            zone,
            replace,
          );
        }
        zone.changes.add(`processor ${given.name} adds records`);
      },
    };
  },
};

function addMade(
  made: OctodnsRecord | string,
  { at }: OctodnsRecord,
  zone: OctodnsZone,
  replace: boolean,
): void {
  // A mark of a delegation may lie below the delegated name, which octoDNS lets pass.
  if (typeof made !== "string") addRecord(zone, made, { replace, lenient: true });
  else
    zone.report(zoneProblem(at, "octodns-processor", `Its mark has no name: ${made}`, "Shorten the name."));
}

function isMark(record: OctodnsRecord, label: string, value: string): boolean {
  const texts = record.type === "TXT" && record.name.startsWith(label) ? matchTexts(record) : undefined;
  return texts?.length === 1 && texts[0] === value;
}

/** octoDNS' AcmeManagingProcessor: marks the challenges that are its own. */
export const ACME: ProcessorKind = {
  keys: [],
  make: (given) => ({
    id: given.name,
    notes: ["octoDNS leaves challenges alone that it has not made; what stands there is not known here"],
    onSource: (zone) => {
      for (const record of [...zone.records.values()]) {
        if (record.type !== "TXT" || !record.name.startsWith("_acme-challenge")) continue;
        const copy = copyOf(record);
        putRecord(zone, {
          ...copy,
          rdata: [...copy.rdata, [TXT, textData(ACME_MARK)]],
          made: [...record.made, ACME_MARK],
        });
        zone.changes.add(`processor ${given.name} marks challenges`);
      }
    },
  }),
};

const ACME_MARK = "*octoDNS*";
