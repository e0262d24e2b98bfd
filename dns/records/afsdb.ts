import { u16 } from "../fields/integer.ts";
import { canonicalName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** AFS database: a host that has the database of an AFS cell (RFC 1183 §1, RFC 5864). */
export const AFSDB = recordType({
  type: "AFSDB",
  code: 18,
  rfc: "RFC 1183 §1",
  about: "A host with the database of an AFS cell",
  example: "1 afs.example.com.",
  fields: { subtype: u16, hostname: canonicalName },
  describe: { subtype: "1 for an AFS volume location server, 2 for DCE", hostname: "Host with the database" },
  additional: "hostname",
});
