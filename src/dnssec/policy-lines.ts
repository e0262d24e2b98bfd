import { tagOf } from "../../dns/signing/key-records.ts";
import type { PolicyKey, SigningPolicy } from "../../dns/signing/policy.ts";
import { windowStart } from "../../dns/signing/window.ts";
import { algorithmName } from "./algorithms.ts";

/** How a zone is signed, in lines for people, without their final stops. */
export function policyLines(policy: SigningPolicy): string[] {
  const { base, windows } = policy;
  return [
    ...policyHead(policy),
    `the serial below is that of the week of ${dayOf(base)}; each week has one more, until ${dayOf(base + windows)}`,
  ];
}

/** The same without what follows for serials. */
export function policyHead({ counter, denial, isLeaving, csync, keys }: SigningPolicy): string[] {
  return [
    `signed by the nameserver, with ${denial.toUpperCase()}; state ${counter} of its keys`,
    ...keys.map((key) => `  ${policyKeyName(key)}, ${roleOf(key)}: ${stateOf(key)}`).sort(),
    ...(isLeaving ? ["  CDS asks the parent to remove every DS"] : []),
    ...(csync ? ["  CSYNC asks the parent to take over NS and glue"] : []),
  ];
}

/** How a zone is signed, in one line. */
export function policySummary(policy: SigningPolicy): string {
  const { counter, denial, isLeaving, keys } = policy;
  const leaving = isLeaving ? "; CDS asks to remove every DS" : "";
  const each = keys.map((key) => `${tagOf(key)} ${algorithmName(key.algorithm)} ${stateOf(key)}`).sort();
  // The keys come first, for where there is little room they are what is left of it.
  return `keys ${counter}: ${each.join("; ")}; ${denial.toUpperCase()}${leaving}`;
}

/** A key for a sentence: `key 12345 (ECDSAP256SHA256)`. */
export function policyKeyName(key: PolicyKey): string {
  return `key ${tagOf(key)} (${algorithmName(key.algorithm)})`;
}

/** What a key is for: `csk`, `ksk` or `zsk`; of one that signs nothing by its flags. */
function roleOf({ signs, flags }: PolicyKey): string {
  switch (signs) {
    case "all":
      return "csk";
    case "keys":
      return "ksk";
    case "zone":
      return "zsk";
    case "none":
      return flags === 257 ? "an entry to the zone" : "zsk";
    default:
      return signs satisfies never;
  }
}

function stateOf({ signs, isPublished, isWanted }: PolicyKey): string {
  const state =
    signs === "none"
      ? "published, signs nothing"
      : isPublished
        ? "published and signs"
        : "signs, not published";
  return isWanted ? `${state}; CDS asks for its DS` : state;
}

function dayOf(window: number): string {
  return new Date(windowStart(window) * 1000).toISOString().slice(0, 10);
}
