import type { KeyStep, Wait } from "./roll.ts";
import { changeKeys, type KeyEdit, type KeyTask, numbered, refusalsOf } from "./take-step.ts";
import type { ZoneKey, ZoneKeys } from "./zone-keys.ts";

/** Which keys are to be replaced, and by what. */
export interface RollOrder {
  /** DNSSEC algorithm number; left out: that of the key that goes. */
  readonly algorithm?: number | undefined;
  /** Of a zone with a ksk and a zsk, the one to replace. Another algorithm replaces both. */
  readonly part?: "ksk" | "zsk" | undefined;
}

/** A key that somebody has to make, and the state that it comes in. */
export type WantedKey = Pick<ZoneKey, "role" | "algorithm" | "state">;

/** The keys that a roll begins with; what keeps it from beginning is a sentence without its final stop. */
export function keysToRoll(
  zone: ZoneKeys,
  { algorithm, part }: RollOrder,
): readonly WantedKey[] | { readonly fault: string; readonly help: string } {
  const active = zone.keys.filter(({ state }) => state === "active");
  const roles = (["csk", "ksk", "zsk"] as const).filter((role) => active.some((key) => key.role === role));
  if (zone.cds === "delete")
    return {
      fault: "The zone is to leave DNSSEC, and its DS to go",
      help: "Let it leave, or take that back first.",
    };
  const isOther =
    algorithm !== undefined && active.every((key) => key.algorithm !== algorithm || key.role === "zsk");
  if (isOther) {
    if (part !== undefined) {
      return {
        fault: `All keys change with the algorithm, and ${part} alone is asked for`,
        help: `Leave out --${part}.`,
      };
    }
    return roles.map((role) => ({ role, algorithm, state: "early" }));
  }
  const chosen = roles.filter((role) => part === undefined || role === part);
  const [role, other] = chosen;
  if (role === undefined)
    return { fault: `The zone has no ${part}; it has ${roles.join(" and ")}`, help: "Leave out the option." };
  if (other !== undefined) {
    return {
      fault: `The zone has ${roles.join(" and ")}, and one of them is replaced at a time`,
      help: "Say which with --ksk or --zsk.",
    };
  }
  const present = active.findLast((key) => key.role === role)!; // roles are those of active keys
  // A csk or ksk signs beside the old one at once (RFC 6781 §4.1.2); a zsk is known before it signs (§4.1.1.1).
  return [{ role, algorithm: present.algorithm, state: role === "zsk" ? "published" : "active" }];
}

/** The first step of a roll: these keys come. */
export function beginRoll(task: KeyTask, keys: readonly ZoneKey[], what: readonly string[]): KeyStep {
  const { zone, now, looks } = task;
  const after = numbered(zone, { ...zone, keys: [...zone.keys, ...keys] }, now);
  const shown = looks.keys?.counter;
  const unreleased: Wait[] =
    shown === undefined || shown >= zone.counter
      ? []
      : [
          {
            message: `The nameservers show state ${shown} of the keys, and state ${zone.counter} is not out yet`,
            help: "Release what _keys.yaml says first.",
          },
        ];
  const until = [...unreleased, ...refusalsOf(task, after)];
  return until.length === 0 ? { kind: "take", zone: after, what } : { kind: "wait", what, until };
}

/** A step of a zone that leaves; taken, `zone` is undefined where it is no longer signed. */
export type StepOut =
  | { readonly kind: "take"; readonly zone: ZoneKeys | undefined; readonly what: readonly string[] }
  | Extract<KeyStep, { kind: "wait" }>;

/** The next step of a zone on its way out of DNSSEC: the DS are to go, and when they are forgotten, the keys. */
export function nextStepOut(task: KeyTask): StepOut {
  const { zone, now } = task;
  const isLeaving = zone.cds === "delete" && zone.keys.every(({ ds }) => ds === "leaving" || ds === "absent");
  const edits = zone.keys.filter(({ ds }) => ds !== "absent").map((key): KeyEdit => ({ key, ds: "leaving" }));
  const after = isLeaving
    ? undefined
    : numbered(zone, { ...changeKeys(zone, edits, now), cds: "delete" }, now);
  const what = [isLeaving ? "Signing ends" : "The parent is to remove every DS"];
  const until = refusalsOf(task, after);
  return until.length === 0 ? { kind: "take", zone: after, what } : { kind: "wait", what, until };
}
