import { name } from "../fields/name.ts";
import { typeBitmap } from "../fields/type-bitmap.ts";
import { recordType } from "./record-type.ts";

/** Next secure: the next name of the zone, and the types at this one (RFC 4034 §4). The next name keeps its case (RFC 6840 §5.1). */
export const NSEC = recordType({
  type: "NSEC",
  code: 47,
  rfc: "RFC 4034 §4",
  about: "The next name of the zone, and the types at this one",
  example: "host.example.com. A MX RRSIG NSEC TYPE1234",
  fields: { next_domain_name: name, types: typeBitmap },
  describe: { next_domain_name: "Next name in canonical order", types: "Types at this name" },
  check: ({ types }) =>
    types.length > 0
      ? undefined
      : {
          field: "types",
          rule: "nsec-value",
          message: "NSEC has no types; expected NSEC and RRSIG at least (RFC 4034 §4.1.2)",
          help: "Sign the zone again.",
        },
});
