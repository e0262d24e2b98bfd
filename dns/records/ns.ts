import { compressibleName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Name server: a host that has the zone that begins here (RFC 1035 §3.3.11). */
export const NS = recordType({
  type: "NS",
  code: 2,
  rfc: "RFC 1035 §3.3.11",
  about: "A nameserver of the zone that begins here",
  example: "ns1.example.com.",
  fields: { target: compressibleName },
  describe: { target: "Name of the nameserver" },
  additional: "target",
});
