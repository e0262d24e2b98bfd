import { printName } from "../../dns/name.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import { typeCode } from "../../dns/types.ts";
import type { Octets } from "../../dns/wire.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { zoneOf } from "../zone-text.ts";

/** The lines of these RRsets of the zone `example.`, each named as "owner TYPE", with their signatures. */
export function recordsOf(zone: string, rrsets: readonly string[] = []): string[] {
  const { records } = zoneOf("example.", zone);
  return rrsets.flatMap((rrset) => {
    const [owner = "", mnemonic = ""] = rrset.split(" ");
    const type = typeCode(mnemonic);
    const found = records.filter(
      (record) =>
        printName(record.owner) === owner &&
        (record.type === type || (record.type === RRSIG && coveredBy(record.rdata) === type)),
    );
    if (found.length === 0) throw new Error(`The zone has no ${rrset}`);
    return found.map(printRecord);
  });
}

/** The type that a signature covers (RFC 4034 §3.1.1). */
function coveredBy(rrsig: Octets): number {
  return (rrsig.charCodeAt(0) << 8) | rrsig.charCodeAt(1);
}
