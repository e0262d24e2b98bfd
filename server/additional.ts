import { answer, writeRRset } from "./answer.ts";
import { MAX_POINTER } from "./limits.ts";
import { EXTRA_REQUIRED, ROW, RRSET_EXTRA_COUNT, RRSET_EXTRAS, type Tables } from "./tables.ts";

/**
 * Writes the additional section of the RRset noted in `extrasOf`. What does not fit is left out, whole RRsets at a
 * time; only a referral without its required glue is truncated (RFC 9471 §3.1).
 */
export function addAdditional(tables: Tables): void {
  const { rows, extras } = tables;
  const { out } = answer;
  const row = answer.extrasOf * ROW;
  const first = rows[row + RRSET_EXTRAS]!;
  const end = first + rows[row + RRSET_EXTRA_COUNT]!;
  for (let extra = first; extra < end; extra++) {
    const flags = extras[2 * extra + 1]!;
    let ownerAt = answer.extrasAt + (flags & 0xffff);
    // Where the name is itself a pointer, the owner points to where that points.
    if (out[ownerAt]! >= 0xc0) ownerAt = ((out[ownerAt]! & 0x3f) << 8) | out[ownerAt + 1]!;
    if (ownerAt > MAX_POINTER) continue;
    const records = writeRRset(tables, extras[2 * extra]!, 0, ownerAt);
    answer.additionals += records;
    if (records === 0 && (flags & EXTRA_REQUIRED) !== 0) answer.truncated = true;
  }
}
