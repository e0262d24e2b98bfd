import { printName } from "../../dns/name.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { ZonePair } from "./zone-pair.ts";

/** A pair as text, for who looks at a failure: each zone with its records, and on which side what is that is not on both. */
export function printPair({ before, after }: ZonePair): string {
  const linesOf = (zones: ZonePair["before"]) =>
    zones.flatMap(({ origin, records }) =>
      records.map((record) => `${printName(origin)}: ${printRecord(record)}`),
    );
  const [old, now] = [linesOf(before), linesOf(after)];
  return [
    ...old.filter((line) => now.includes(line)).map((line) => `  ${line}`),
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ].join("\n");
}
