import type { Name } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { greatestTtl } from "../dnssec/greatest-ttl.ts";
import { judgeKeyChange, type KeyRefusal, STALE } from "../dnssec/key-change.ts";
import type { KeyLooks } from "../dnssec/key-looks.ts";
import { policyIn } from "../dnssec/policy.ts";
import { judgeUnsigned } from "../dnssec/unsigned-nameservers.ts";
import { KEYS_CHAIN, KEYS_NOT_SEEN, KEYS_UNSIGNED } from "../lint/keys-rules.ts";
import type { Rule } from "../lint/rule.ts";
import { type ConfiguredNameserver, othersOf } from "../source/config.ts";

/** What speaks against a change of a zone's keys. */
export interface JudgedKeys {
  readonly refusals: readonly KeyRefusal[];
  /** Nobody can tell since when anything is so: then whether it is too early is not known here. */
  readonly isBlind: boolean;
}

/** A zone, and who is to answer it. */
interface ZoneAtNameservers {
  readonly origin: Name;
  readonly config: { readonly nameservers: readonly ConfiguredNameserver[] };
}

/**
 * Judges what a plan changes in how a zone is signed, and whether all of its nameservers serve it so; undefined where nothing
 * speaks against it. A zone that is new here takes nothing from anybody: who brings one in with a DS of others is told by `delegation`.
 *
 * @param seen what was looked at; nothing where nobody could tell
 */
export function judgeKeys(
  { origin, config }: ZoneAtNameservers,
  before: readonly ZoneRecord[],
  after: readonly ZoneRecord[],
  { keyLooks, keysNow }: { readonly keyLooks?: KeyLooks; readonly keysNow?: KeyLooks },
  now: Date,
): JudgedKeys | undefined {
  if (before.length === 0) return undefined;
  const change = {
    zone: origin,
    before: policyIn({ origin, records: before }),
    after: policyIn({ origin, records: after }),
    ttl: Math.max(greatestTtl(before), greatestTtl(after)),
    looks: keyLooks ?? keysNow ?? {},
    now,
  };
  // The counter has a rule of its own, which needs nobody's look.
  const others = new Set(othersOf(config.nameservers).flatMap(({ addresses }) => addresses));
  const refusals = [
    ...judgeKeyChange(change).filter(({ rule }) => rule !== "policy-counter"),
    ...judgeUnsigned({ ...change, others, stale: STALE }),
  ];
  return refusals.length === 0 ? undefined : { refusals, isBlind: keyLooks === undefined };
}

/**
 * What no label allows, and what could not be judged here.
 *
 * @param isChange the zone changes: otherwise what stands there anyway is told here, and stops nobody
 */
export function keyFindings({ refusals, isBlind }: JudgedKeys, isChange: boolean): KeyFinding[] {
  const found = refusals.flatMap(({ rule, message, help, from }): KeyFinding[] => {
    if (rule === "chain-breaks") return [{ rule: KEYS_CHAIN, message, help }];
    if (rule === "unsigned-at-others" && from === undefined)
      return isChange ? [] : [{ rule: { ...KEYS_UNSIGNED, severity: "warning" }, message, help }];
    if (!isBlind) return [];
    return [{ rule: KEYS_NOT_SEEN, ...(rule === "too-early" ? NOT_KNOWN : { message, help }) }];
  });
  return [...new Map(found.map((each) => [each.message, each])).values()];
}

interface KeyFinding {
  readonly rule: Rule;
  readonly message: string;
  readonly help: string;
}

const NOT_KNOWN = {
  message:
    "Whether caches have forgotten what was before is not known here: since when nameservers and parent show what they show is not written down",
  help: "The deployment goes by what `zonepipe drift` has seen, and refuses what is too early.",
};

/** What a person may know better: sentences without their final stops, together as one; undefined: nothing. */
export function keyDanger({ refusals, isBlind }: JudgedKeys): string | undefined {
  const waits = refusals.filter(({ rule, from }) => {
    if (rule === "unsigned-at-others" && from === undefined) return true; // that one look shows
    return !isBlind && rule !== "chain-breaks" && rule !== "policy-counter";
  });
  if (waits.length === 0) return undefined;
  return waits
    .map(({ rule, message, help, from }) =>
      from === undefined && rule !== "unsigned-at-others" ? message : `${message}. ${help}`.slice(0, -1),
    )
    .join(". ");
}
