import { flatten } from "../../../dns/flat-records.ts";
import { keyOf, type Name } from "../../../dns/name.ts";
import type { Problem } from "../../../dns/problem.ts";
import { SIGNING_POLICY } from "../../../dns/signing/policy.ts";
import { whyUnsignable } from "../../../dns/signing/unsignable.ts";
import { isOfSigning } from "../../../dns/signing-types.ts";
import { CSYNC } from "../../../dns/type-numbers.ts";
import { typeName } from "../../../dns/types.ts";
import { policyOf, policyRecord } from "../../dnssec/policy.ts";
import type { SourceRecord } from "../../source/source-zone.ts";
import type { PlacedKeys } from "./read-keys.ts";

/** The record by which our nameservers sign a zone, with its place in `_keys.yaml`. */
export function recordOf(origin: Name, { keys, at }: PlacedKeys): SourceRecord {
  return { ...policyRecord({ origin }, keys), at, nameAt: at };
}

/** What keeps a nameserver from signing the zone: records that it makes itself, and that stand in the zone's files all the same. */
export function recordsOfSigning(
  origin: Name,
  records: readonly SourceRecord[],
  keys: PlacedKeys | undefined,
): Problem[] {
  const found = records.flatMap((record): Problem[] => {
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
  return found.length > 0 ? found : unsignable(origin, records, keys);
}

/** As `whyUnsignable` has it: a nameserver refuses what it makes itself, at whatever name. */
function isMade({ type, owner }: SourceRecord, origin: Name, keys: PlacedKeys | undefined): boolean {
  if (type === SIGNING_POLICY) return keyOf(owner) === keyOf(origin);
  return keys !== undefined && (isOfSigning(type) || type === CSYNC);
}

/** What else keeps a nameserver from signing the zone, where no record of its own does. */
function unsignable(origin: Name, records: readonly SourceRecord[], keys: PlacedKeys | undefined): Problem[] {
  const why = keys && whyUnsignable(origin, flatten(records), policyOf(keys.keys));
  if (keys === undefined || why === undefined) return [];
  const help = "Change what the message says, or take the zone out of _keys.yaml, so that it is not signed.";
  const message = `The zone cannot be signed: ${why}`;
  return [{ ...keys.at, rule: "keys-states", severity: "error", message, help }];
}
