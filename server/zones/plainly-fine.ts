import { DS, MX, NSEC, NSEC3, SRV } from "../../dns/type-numbers.ts";
import type { RecordView } from "../../dns/zone-file/record-view.ts";

/**
 * The values of the record's data fit together, as can be seen from its octets: of the types of which a zone may have a million. False says
 * nothing: then `RecordType.check` has to look at the values.
 */
export function isPlainlyFine({ type, wire, rdataStart: start, rdataEnd: end }: RecordView): boolean {
  switch (type) {
    case MX:
      return end - start > 2 + 1; // longer than with the root, which is the null MX (RFC 7505 §3)
    case SRV:
      return end - start > 6 + 1; // longer than with the root, which is no service (RFC 2782)
    case DS:
      return wire[start + 2] !== 0 && end - start - 4 === DIGEST_LENGTHS[wire[start + 3]!];
    case NSEC:
      return end > endOfName(wire, start); // it has types (RFC 4034 §4.1.2)
    case NSEC3:
      return wire[start + 5 + wire[start + 4]!] === SHA1_LENGTH;
    default:
      return false;
  }
}

/** By digest type, of the two that nearly all have: SHA-1 and SHA-256 (RFC 4509 §2.1). */
const DIGEST_LENGTHS: readonly (number | undefined)[] = [undefined, 20, 32];

const SHA1_LENGTH = 20;

function endOfName(wire: Uint8Array, start: number): number {
  let at = start;
  while (wire[at] !== 0) at += 1 + wire[at]!;
  return at + 1;
}
