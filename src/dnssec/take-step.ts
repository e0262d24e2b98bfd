import type { Name } from "../../dns/name.ts";
import { windowOf } from "../../dns/signing/window.ts";
import { judgeKeyChange, type KeyRefusal } from "./key-change.ts";
import type { KeyLooks } from "./key-looks.ts";
import { policyOf } from "./policy.ts";
import type { DsState, KeyState, ZoneKey, ZoneKeys } from "./zone-keys.ts";

/** A zone of ours, and what is known of the world that a step of its keys meets. */
export interface KeyTask {
  readonly origin: Name;
  readonly zone: ZoneKeys;
  readonly looks: KeyLooks;
  /** The greatest TTL of the zone's records, negative answers' too, in seconds. */
  readonly ttl: number;
  readonly now: Date;
}

/** What becomes of a key. */
export interface KeyEdit {
  readonly key: ZoneKey;
  /** Its new state; undefined: it goes. Left out: as it is. */
  readonly state?: KeyState | undefined;
  readonly ds?: DsState;
}

/** Keys after edits: the state of the zone's keys is a new one where the nameservers show anything of them. */
export function changeKeys(zone: ZoneKeys, edits: readonly KeyEdit[], now: Date): ZoneKeys {
  const since = Math.floor(now.getTime() / 1_000);
  const keys = zone.keys.flatMap((key): ZoneKey[] => {
    const edit = edits.find((each) => each.key === key);
    if (edit === undefined) return [key];
    const ds = edit.ds ?? key.ds;
    if (!("state" in edit) || edit.state === key.state) return [{ ...key, ds }];
    return edit.state === undefined ? [] : [{ ...key, state: edit.state, since, ds }];
  });
  return numbered(zone, { ...zone, keys }, now);
}

/** Gives a state of keys its number, greater than the one before, and lets serials begin anew where the policy is another. */
export function numbered(before: ZoneKeys, after: ZoneKeys, now: Date): ZoneKeys {
  const { counter, base } = before;
  const same = { ...after, counter, base };
  if (JSON.stringify(policyOf(before)) === JSON.stringify(policyOf(same))) return same;
  return { ...after, counter: counter + 1, base: Math.max(base, windowOf(now.getTime() / 1_000)) };
}

/** Why the zone may not be signed so yet; undefined: not at all. */
export function refusalsOf(task: KeyTask, after: ZoneKeys | undefined): KeyRefusal[] {
  const { origin, zone, looks, ttl, now } = task;
  const before = policyOf(zone);
  if (after === undefined) return judgeKeyChange({ zone: origin, before, after, looks, ttl, now });
  // A DS that a person brings to the parent has to be as fit as one that CDS asks for.
  const isByHand = after.cds === "none" && hasNewDs(zone, after);
  const asked = isByHand ? { ...after, cds: "keys" as const, counter: zone.counter + 1 } : after;
  return judgeKeyChange({ zone: origin, before, after: policyOf(asked), looks, ttl, now });
}

function hasNewDs(before: ZoneKeys, after: ZoneKeys): boolean {
  return after.keys.some(
    (key) =>
      key.ds === "wanted" &&
      before.keys.find(({ publicKey }) => publicKey === key.publicKey)?.ds !== "wanted",
  );
}
