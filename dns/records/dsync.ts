import { dsyncScheme } from "../fields/dsync-scheme.ts";
import { u16 } from "../fields/integer.ts";
import { name } from "../fields/name.ts";
import { recordTypeCode } from "../fields/type-code.ts";
import { recordType } from "./record-type.ts";

/**
 * Delegation synchronization: where children tell their parent about new keys and nameservers (RFC 9859 §2).
 */
export const DSYNC = recordType({
  type: "DSYNC",
  code: 66,
  rfc: "RFC 9859 §2",
  about: "Where to tell the parent that keys or nameservers changed",
  example: "CDS NOTIFY 5359 cds-scanner.example.net.",
  fields: { rrtype: recordTypeCode, scheme: dsyncScheme, port: u16, target: name },
  describe: {
    rrtype: "CDS or CSYNC, which changed",
    scheme: "NOTIFY, which is 1",
    port: "Port of the target",
    target: "Host that wants to know",
  },
  additional: "target",
});
