import { duration } from "../fields/duration.ts";
import { u32 } from "../fields/integer.ts";
import { compressibleName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Start of authority: the zone's serial and timers (RFC 1035 §3.3.13); `minimum` is the negative TTL (RFC 2308 §4). */
export const SOA = recordType({
  type: "SOA",
  code: 6,
  rfc: "RFC 1035 §3.3.13",
  about: "Serial and timers of the zone that begins here",
  example: "ns1.example.com. hostmaster.example.com. 2026070101 86400 7200 3600000 3600",
  fields: {
    mname: compressibleName,
    rname: compressibleName,
    serial: u32,
    refresh: duration,
    retry: duration,
    expire: duration,
    minimum: duration,
  },
  describe: {
    mname: "Primary nameserver",
    rname: "Mail address of the person in charge as a name, its @ written as a dot",
    serial: "Version of the zone",
    refresh: "Seconds after which a secondary asks for changes",
    retry: "Seconds after which it asks again when that failed",
    expire: "Seconds after which it gives up the zone",
    minimum: "Seconds for which a resolver may remember that something does not exist",
  },
  single: true,
});
