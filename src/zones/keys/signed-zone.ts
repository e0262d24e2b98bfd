import { keyOf, type Name } from "../../../dns/name.ts";
import type { Problem } from "../../../dns/problem.ts";
import { SIGNING_POLICY } from "../../../dns/signing/policy.ts";
import { isOfSigning } from "../../../dns/signing-types.ts";
import { typeName } from "../../../dns/types.ts";
import { policyRecord } from "../../dnssec/policy.ts";
import type { SourceRecord } from "../../source/source-zone.ts";
import type { PlacedKeys } from "./read-keys.ts";

/** The record by which our nameservers sign a zone, with its place in `_keys.yaml`. */
export function recordOf(origin: Name, { keys, at }: PlacedKeys): SourceRecord {
  return { ...policyRecord({ origin }, keys), at, nameAt: at };
}

/** Records that whoever signs the zone makes, and that stand in its files all the same. */
export function recordsOfSigning(
  origin: Name,
  records: readonly SourceRecord[],
  keys: PlacedKeys | undefined,
): Problem[] {
  return records.flatMap((record): Problem[] => {
    const { type, at } = record;
    if (!isMade(record, origin, keys)) return [];
    const isPolicy = type === SIGNING_POLICY;
    return [
      {
        ...at,
        rule: "keys-own-record",
        severity: "error",
        message: isPolicy
          ? `${typeName(type)} at the apex says how our nameservers sign the zone, and is made of _keys.yaml`
          : `The zone is signed by our nameservers, and they make its ${typeName(type)}`,
        help: isPolicy
          ? "Remove it; `zonepipe dnssec enable` begins to sign a zone."
          : "Remove it. A key of another provider comes in with `zonepipe dnssec import-key --public`.",
      },
    ];
  });
}

function isMade({ type, owner }: SourceRecord, origin: Name, keys: PlacedKeys | undefined): boolean {
  const isApex = keyOf(owner) === keyOf(origin);
  if (type === SIGNING_POLICY) return isApex;
  if (keys === undefined) return false;
  // Below the apex they say something of other zones (RFC 9615 §3).
  if (ELSEWHERE.has(typeName(type))) return isApex;
  return isOfSigning(type) || (typeName(type) === "CSYNC" && isApex && keys.keys.csync);
}

const ELSEWHERE: ReadonlySet<string> = new Set(["CDS", "CDNSKEY"]);
