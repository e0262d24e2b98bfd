import { RRSIG } from "../../../dns/type-numbers.ts";
import type { Staging } from "./staging.ts";

/** The type that an RRSIG covers (RFC 4034 §3.1.1), -1 for other records. */
export function coveredType(staging: Staging, record: number): number {
  if (staging.types[record] !== RRSIG) return -1;
  const at = staging.starts[record]!;
  return (staging.rdata[at]! << 8) | staging.rdata[at + 1]!;
}
