import type { Problem } from "../../dns/problem.ts";
import { parsePolicy, SIGNING_POLICY, type SigningPolicy } from "../../dns/signing/policy.ts";
import { isOfSigning } from "../../dns/signing-types.ts";
import { CDNSKEY, CDS, CSYNC, ZONEMD } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import { octetsOf } from "../../dns/wire.ts";
import { CONTENT } from "../../dns/zonemd.ts";
import {
  positionOf,
  STAGED,
  STAGED_FIRST,
  type StagedZone,
  type Staging,
} from "../tables/compile/staging.ts";

/** What a zone's records say of how it is to be signed here. */
export type FoundPolicy =
  /** Nothing: it is served as it is. */
  | { readonly kind: "none" }
  /** By this policy, which is this record of the staging. */
  | { readonly kind: "policy"; readonly policy: SigningPolicy; readonly record: number }
  /** It cannot be followed. */
  | { readonly kind: "faulty"; readonly problems: readonly Problem[] };

/** Finds the policy at the apex of the zone staged last, and what cannot stand beside it. */
export function findPolicy(staging: Staging, zone: StagedZone): FoundPolicy {
  const { nodes, next, types, starts, rdata } = staging;
  const found: number[] = [];
  for (let record = nodes[zone.apex * STAGED + STAGED_FIRST]!; record >= 0; record = next[record]!) {
    if (types[record] === SIGNING_POLICY) found.push(record);
  }
  const [record, second] = found;
  if (record === undefined) return { kind: "none" };
  if (second !== undefined) {
    return faulty(problemAt(staging, second, "signing-policy-twice", TWICE));
  }
  const policy = parsePolicy(octetsOf(rdata, starts[record]!, starts[record + 1]!));
  if ("fault" in policy) {
    const message = `The record that says how the zone is signed cannot be read: ${policy.fault}`;
    const help = "Render the zone with the release of zonepipe that this server is of.";
    return faulty(problemAt(staging, record, "signing-policy", { message, help }));
  }
  const made = findMade(staging, zone);
  if (made === undefined) return { kind: "policy", policy, record };
  const message = `The zone is to be signed here, and has ${typeName(types[made]!)} already`;
  return faulty(problemAt(staging, made, "signed-twice", { message, help: MADE_HELP }));
}

/** A record of the types that a signer makes of the policy is one that he has made. */
export function isMadeBySigning(type: number, scheme: number, isApex: boolean): boolean {
  if (type === CDS || type === CDNSKEY) return isApex; // below they say something of other zones (RFC 9615 §3)
  return isOfSigning(type) || type === CSYNC || (type === ZONEMD && scheme !== CONTENT);
}

/** Where a ZONEMD has its scheme (RFC 8976 §2.2.2), and that of the digest of what is written. */
export const ZONEMD_SCHEME = 4;

/** The first record that only the signer may make; undefined where there is none. */
function findMade(staging: Staging, zone: StagedZone): number | undefined {
  const { recordCount, types, starts, rdata, nodes, next } = staging;
  const atApex = new Set<number>();
  for (let record = nodes[zone.apex * STAGED + STAGED_FIRST]!; record >= 0; record = next[record]!)
    atApex.add(record);
  for (let record = recordCount - zone.records; record < recordCount; record++) {
    const scheme = rdata[starts[record]! + ZONEMD_SCHEME]!;
    if (isMadeBySigning(types[record]!, scheme, atApex.has(record))) return record;
  }
  return undefined;
}

const TWICE = {
  message: "Two records say how the zone is signed; expected one",
  help: "Render the zone again, and keep no record of type 65403 of your own.",
};
const MADE_HELP =
  "Leave out what signing makes, or serve the zone as another has signed it, without keys in _keys.yaml.";

function faulty(problem: Problem): FoundPolicy {
  return { kind: "faulty", problems: [problem] };
}

function problemAt(
  staging: Staging,
  record: number,
  rule: string,
  { message, help }: Pick<Problem, "message" | "help">,
): Problem {
  return { ...positionOf(staging, record), severity: "error", rule, message, help };
}
