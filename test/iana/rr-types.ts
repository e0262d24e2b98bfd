import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A row of IANA's registry of record types, with what we add to it. */
export interface RegisteredType {
  readonly type: string;
  readonly value: number;
  readonly meaning: string;
  /** How data is written: as text, as octets only, or in messages and never in a zone. */
  readonly form: string;
  /** Where that is defined, as the record type's own entry has it. */
  readonly definedIn: string;
  /** Programs that read the text. */
  readonly readBy: readonly string[];
}

/** IANA's registry of record types as `rr-types.csv` has it; see there for its date. */
export const REGISTERED_TYPES: readonly RegisteredType[] = readFileSync(
  join(import.meta.dirname, "rr-types.csv"),
  "utf8",
)
  .trim()
  .split("\n")
  .filter((line) => !line.startsWith("#"))
  .slice(1) // the heads of the columns
  .map((line) => {
    const cells = [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(
      ([, quoted, plain]) => quoted ?? plain!,
    );
    const [type, value, meaning, , , form, definedIn, readBy] = cells as [
      ...[string, string, string, string],
      ...[string, string, string, string],
    ]; // as the file has them
    return {
      type,
      value: Number(value),
      meaning,
      form,
      definedIn,
      readBy: readBy === "" ? [] : readBy.split(" "),
    };
  });

/** The record types of the table whose text the program reads. */
export function isReadBy(type: string, program: string): boolean {
  return REGISTERED_TYPES.find((row) => row.type === type)?.readBy.includes(program) === true;
}
