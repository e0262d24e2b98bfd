import { canonicalName } from "../fields/name.ts";
import { nxtTypes } from "../fields/nxt-types.ts";
import { recordType } from "./record-type.ts";

/** Next, as DNSSEC had it before NSEC (RFC 2535 §5). */
export const NXT = recordType({
  type: "NXT",
  code: 30,
  rfc: "RFC 2535 §5",
  about: "The next name of the zone and the types at this one, before there was NSEC",
  example: "host.example.com. A MX SIG NXT",
  fields: { next_domain_name: canonicalName, types: nxtTypes },
  describe: {
    next_domain_name: "Next name in canonical order",
    types: "Types at this name, of the first 127",
  },
  obsolete: "NSEC took its place (RFC 3755); validating resolvers do not read NXT",
});
