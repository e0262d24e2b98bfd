import { RECORD_TYPES } from "../../dns/records/index.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import { REFUSAL_TABLE } from "./refusal-table.ts";

/** Why something cannot be read or served as it is written. It is always an error, and nothing turns it off. */
export interface RefusalRule {
  readonly id: string;
  readonly source?: string;
  /** What is refused, in a phrase without a final stop. */
  readonly about: string;
  /** How to mend it. */
  readonly mend: string;
}

/** What is refused, by its id: all but what each type says of its fields. */
export const REFUSALS: ReadonlyMap<string, RefusalRule> = new Map(
  REFUSAL_TABLE.trim()
    .split("\n")
    .map((line) => {
      const [id, about, mend, source] = line.split(" | ") as [string, string, string, string?]; // as the table has them
      return [id, { id, about, mend, ...(source !== undefined && { source }) }];
    }),
);

/** What is refused under this id: a text of its own, or what a record type says of a field. */
export function refusalOf(id: string): RefusalRule | undefined {
  return REFUSALS.get(id) ?? refusalOfType(id);
}

/** Each type's data and fields have ids, such as `mx-preference` and `a-value`. */
function refusalOfType(id: string): RefusalRule | undefined {
  for (const type of RECORD_TYPES as readonly AnyRecordType[]) {
    const prefix = `${type.type.toLowerCase()}-`;
    if (!id.startsWith(prefix)) continue;
    const rest = id.slice(prefix.length);
    const field = type.names.find((name) => name.toLowerCase().replaceAll("_", "-") === rest);
    const example = `In zone file text a right one is \`${type.type} ${type.example}\`.`;
    if (field !== undefined) {
      const about = `${type.type} ${field} that is none: ${type.describe[field]}`;
      return { id, source: type.rfc, about, mend: example };
    }
    if (rest === "value" || rest === "rdata") {
      return {
        id,
        source: type.rfc,
        about: `Data of ${type.type} that are none: ${type.about}`,
        mend: example,
      };
    }
  }
  return undefined;
}
