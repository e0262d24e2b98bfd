import type { Schema } from "../dns/fields/field.ts";
import { list, object, text, whole } from "./schema-words.ts";

/** The JSON Schema (draft-07) of what `zonepipe list --json` prints. It lets unknown keys pass, for new ones come. */
export function listSchema(): Schema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "urn:zonepipe:list:1",
    title: "zonepipe list",
    description: "Records, whose they are, and for how long. Names are absolute.",
    ...object({
      version: { const: 1 },
      records: list(
        object({
          zone: text(),
          name: text(),
          type: text(),
          value: text("The data as a zone file has them"),
          ttl: whole("Seconds"),
          owner: textOrNull("Who is in charge; null where nobody says"),
          note: textOrNull("null where there is none"),
          expires: textOrNull("The last day on which it is wanted, as 2027-03-01; null where there is none"),
          file: text("Where the value stands"),
          line: whole(),
          column: whole(),
        }),
        "In the order of the zones and their files",
      ),
    }),
  };
}

function textOrNull(description: string): Schema {
  return { type: ["string", "null"], description };
}
