import type { Name } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { greatestTtl } from "../dnssec/greatest-ttl.ts";
import { judgeKeyChange, type KeyRefusal } from "../dnssec/key-change.ts";
import type { KeyLooks } from "../dnssec/key-looks.ts";
import { policyIn } from "../dnssec/policy.ts";
import { KEYS_CHAIN, KEYS_NOT_SEEN } from "../lint/keys-rules.ts";

/** What speaks against a change of a zone's keys. */
export interface JudgedKeys {
  readonly refusals: readonly KeyRefusal[];
  /** Nobody could tell what was looked at, so that nothing but the change itself is judged. */
  readonly isBlind: boolean;
}

/**
 * Judges what a plan changes in how a zone is signed; undefined where it changes nothing of that. A zone that is new here takes
 * nothing from anybody: who brings one in with a DS of others is told by `delegation`.
 *
 * @param looks what was looked at; undefined where nobody could tell
 */
export function judgeKeys(
  origin: Name,
  before: readonly ZoneRecord[],
  after: readonly ZoneRecord[],
  looks: KeyLooks | undefined,
  now: Date,
): JudgedKeys | undefined {
  if (before.length === 0) return undefined;
  const change = {
    zone: origin,
    before: policyIn({ origin, records: before }),
    after: policyIn({ origin, records: after }),
    ttl: Math.max(greatestTtl(before), greatestTtl(after)),
    looks: looks ?? {},
    now,
  };
  // The counter has a rule of its own, which needs nobody's look.
  const refusals = judgeKeyChange(change).filter(({ rule }) => rule !== "policy-counter");
  return refusals.length === 0 ? undefined : { refusals, isBlind: looks === undefined };
}

/** What no label allows, and what could not be judged here. */
export function keyFindings({ refusals, isBlind }: JudgedKeys) {
  return refusals.flatMap(({ rule, message, help }) => {
    if (rule === "chain-breaks") return [{ rule: KEYS_CHAIN, message, help }];
    return rule === "not-looked-at" && isBlind ? [{ rule: KEYS_NOT_SEEN, message, help }] : [];
  });
}

/** What a person may know better: sentences without their final stops, together as one; undefined: nothing. */
export function keyDanger({ refusals, isBlind }: JudgedKeys): string | undefined {
  const waits = refusals.filter(({ rule }) => rule === "too-early" || (rule === "not-looked-at" && !isBlind));
  if (waits.length === 0) return undefined;
  return waits
    .map(({ message, help, from }) => (from === undefined ? message : `${message}. ${help}`.slice(0, -1)))
    .join(". ");
}
