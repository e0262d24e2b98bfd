import { ALIAS as CODE } from "../alias-type.ts";
import { name } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/**
 * Alias for addresses alone: A and AAAA at this name are those of the target, which the nameserver looks up. It is no type of IANA's
 * registry but one for private use, with the number and data that PowerDNS gives it, so other software carries it as octets (RFC 3597).
 */
export const ALIAS = recordType({
  type: "ALIAS",
  code: CODE,
  rfc: "RFC 6895 §3.1",
  about: "The A and AAAA of this name are those of another, which our nameservers look up",
  example: "target.example.net.",
  fields: { target: name },
  describe: { target: "Name whose addresses are answered" },
  single: true,
});
