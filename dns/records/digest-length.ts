import type { Octets } from "../wire.ts";
import type { Refusal } from "./record-type.ts";

/**
 * Why a digest does not have the length that its algorithm gives; an algorithm without a known length fits.
 * Lengths are told in hex digits, because that is what the user sees.
 */
export function checkLength(
  { type, rule, field, by }: { type: string; rule: string; field: string; by: string },
  expected: number | undefined,
  digest: Octets,
  algorithm: number,
): Refusal | undefined {
  if (expected === undefined || digest.length === expected) return undefined;
  return {
    field,
    rule,
    message: `${type} ${field} has ${2 * digest.length} hex digits; expected ${2 * expected} for ${by} ${algorithm}`,
    help: `Copy the whole digest again, or correct the ${by}.`,
  };
}
