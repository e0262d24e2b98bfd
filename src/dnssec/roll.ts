import { isNamedBy } from "./chain-of-trust.ts";
import { keyName } from "./judge-keys.ts";
import type { KeyRefusal } from "./key-change.ts";
import { policyOf } from "./policy.ts";
import { changeKeys, type KeyEdit, type KeyTask, refusalsOf } from "./take-step.ts";
import type { ZoneKey, ZoneKeys } from "./zone-keys.ts";

/** The next step of keys. Texts are sentences without their final stops. */
export type KeyStep =
  /** It may be taken: `zone` is what `_keys.yaml` has then. */
  | { readonly kind: "take"; readonly zone: ZoneKeys; readonly what: readonly string[] }
  /** It has to wait. */
  | { readonly kind: "wait"; readonly what: readonly string[]; readonly until: readonly Wait[] }
  /** Nothing is under way. */
  | { readonly kind: "rest" };

/** What has to be so first, and when it may be, all else being as it is. */
export type Wait = Pick<KeyRefusal, "message" | "help" | "from">;

/**
 * Finds the next step of a change of keys that is under way, by their states and by what was looked at.
 *
 * - zsk, of an algorithm that signs already: published → signs in place of the old one → the old one goes (RFC 6781 §4.1.1.1);
 * - csk or ksk: signs beside the old one → its DS in place of the old DS → the old one goes (RFC 6781 §4.1.2, §4.1.3);
 * - another algorithm: signs, not published → published → its DS in place of the old DS → the old keys are no longer published,
 *   and sign on → they go (RFC 6781 §4.1.4).
 */
export function nextKeyStep(task: KeyTask): KeyStep {
  const { zone } = task;
  const own = zone.keys.filter(({ state }) => state !== "foreign");
  const late = own.filter(({ state }) => state === "late");
  if (late.length > 0) return judged(task, late.map(removed), late.map(goes));
  const early = own.filter(({ state }) => state === "early");
  if (early.length > 0) return judged(task, early.map(toState("active")), early.map(comes));
  const published = own.filter(({ state }) => state === "published");
  if (published.length > 0) return begin(task, published, own);
  const retired = own.filter(({ state }) => state === "retired");
  if (retired.length > 0) return judged(task, retired.map(removed), retired.map(goes));
  const replaced = replacedKeys(own);
  if (replaced.length > 0) return replace(task, replaced, own);
  return settle(task);
}

/** Published keys begin to sign: a zsk in place of the one that does, all others beside it. */
function begin(task: KeyTask, published: readonly ZoneKey[], own: readonly ZoneKey[]): KeyStep {
  const old = own.filter(
    ({ role, state, algorithm }) =>
      role === "zsk" &&
      state === "active" &&
      published.some((key) => key.role === "zsk" && key.algorithm === algorithm),
  );
  return judged(
    task,
    [...published.map(toState("active")), ...old.map(toState("retired"))],
    [
      ...published.map((key) => `${nameOf(key)} begins to sign`),
      ...old.map((key) => `${nameOf(key)} signs no more, and stays until its signatures are forgotten`),
    ],
  );
}

/** All that is signed by newer keys as well: these are to go. */
function replacedKeys(own: readonly ZoneKey[]): ZoneKey[] {
  const active = own.filter(({ state }) => state === "active").sort((a, b) => a.since - b.since);
  const newest = (without: "ksk" | "zsk") => active.findLast(({ role }) => role !== without);
  const [ofKeys, ofZone] = [newest("zsk"), newest("ksk")];
  return active.filter(
    (key) => (key.role === "zsk" || key !== ofKeys) && (key.role === "ksk" || key !== ofZone),
  );
}

function replace(task: KeyTask, replaced: readonly ZoneKey[], own: readonly ZoneKey[]): KeyStep {
  const staying = own.filter((key) => key.state === "active" && !replaced.includes(key));
  const entries = staying.filter(({ role }) => role !== "zsk");
  const going = replaced.filter(({ role }) => role !== "zsk");
  if (going.length > 0 && isTrusted(task)) {
    const wanted = entries.filter(({ ds }) => ds === "absent" || ds === "leaving");
    if (wanted.length > 0) return wantDs(task, wanted, going);
    const lacking = dsToChange(task, entries, going);
    if (lacking !== undefined) return lacking;
  }
  const isOther = ({ algorithm }: ZoneKey) => staying.every((key) => key.algorithm !== algorithm);
  const what = replaced.map((key) =>
    isOther(key)
      ? `${nameOf(key)} is no longer published, and signs on until no cache has it`
      : `${nameOf(key)} goes`,
  );
  return judged(
    task,
    [
      ...entries.filter(({ ds }) => ds === "wanted").map((key) => ({ key, ds: "seen" }) as const),
      ...replaced.map(
        (key): KeyEdit => (isOther(key) ? { key, state: "late", ds: "absent" } : { key, state: undefined }),
      ),
    ],
    what,
  );
}

/** The parent has a DS, or is to have one. */
function isTrusted({ looks, zone }: KeyTask): boolean {
  return (looks.ds?.set.length ?? 0) > 0 || zone.keys.some(({ ds }) => ds !== "absent");
}

/** The step after which the parent is to have the DS of `keys`, and no more those of `instead`. */
export function wantDs(task: KeyTask, keys: readonly ZoneKey[], instead: readonly ZoneKey[]): KeyStep {
  const edits: KeyEdit[] = [
    ...keys.map((key) => ({ key, ds: "wanted" }) as const),
    ...instead.filter(({ ds }) => ds !== "absent").map((key) => ({ key, ds: "leaving" }) as const),
  ];
  const names = keys.map(keyName).join(" and ");
  const old = instead.map(keyName).join(" and ");
  const what = `The parent is to have the DS of key ${names}${old === "" ? "" : `, and no longer that of ${old}`}`;
  return judged(task, edits, [what]);
}

/** What the parent lacks; undefined: all its servers have the DS of these keys, and of none that goes. */
function dsToChange(
  { origin, zone, looks }: KeyTask,
  entries: readonly ZoneKey[],
  going: readonly ZoneKey[],
): KeyStep | undefined {
  const set = looks.ds?.set;
  if (set === undefined) return undefined; // the judgement of the step says so
  const isThere = (key: ZoneKey) => set.some((ds) => isNamedBy(origin, ds, policyKeyOf(key, zone)));
  const missing = entries.filter((key) => !isThere(key));
  const left = going.filter(isThere);
  if (missing.length === 0 && left.length === 0) return undefined;
  const lacks = missing.map((key) => `not all servers of the parent have the DS of key ${keyName(key)}`);
  const has = left.map((key) => `the parent still has the DS of key ${keyName(key)}`);
  const by =
    zone.cds === "keys"
      ? "CDS asks the parent for it; many look once a day. Where yours does not, change the DS at the registrar."
      : "Change the DS at the registrar: `zonepipe dnssec status` has what to type.";
  return {
    kind: "wait",
    what: going.map(goes),
    until: [...lacks, ...has].map((message) => ({ message, help: by })),
  };
}

/** What was asked of the parent, and has come. */
function settle(task: KeyTask): KeyStep {
  const { origin, zone, looks } = task;
  const set = looks.ds?.set;
  if (set === undefined) return { kind: "rest" };
  const isThere = (key: ZoneKey) => set.some((ds) => isNamedBy(origin, ds, policyKeyOf(key, zone)));
  const come = zone.keys.filter(
    (key) =>
      isThere(key) &&
      (key.ds === "wanted" || (key.ds === "absent" && zone.cds === "none" && key.state === "active")),
  );
  const gone = zone.keys.filter((key) => key.ds === "leaving" && zone.cds !== "delete" && !isThere(key));
  if (come.length + gone.length === 0) return { kind: "rest" };
  return judged(
    task,
    [
      ...come.map((key) => ({ key, ds: "seen" }) as const),
      ...gone.map((key) => ({ key, ds: "absent" }) as const),
    ],
    [
      ...come.map((key) => `All servers of the parent have the DS of key ${keyName(key)}`),
      ...gone.map((key) => `No server of the parent has the DS of key ${keyName(key)} any more`),
    ],
  );
}

/** A step that may be taken where nothing speaks against it. */
function judged(task: KeyTask, edits: readonly KeyEdit[], what: readonly string[]): KeyStep {
  const zone = changeKeys(task.zone, edits, task.now);
  const until = refusalsOf(task, zone);
  return until.length === 0 ? { kind: "take", zone, what } : { kind: "wait", what, until };
}

function policyKeyOf(key: ZoneKey, zone: ZoneKeys) {
  return policyOf({ ...zone, keys: [key] }).keys[0]!; // one key has one
}

function toState(state: "active" | "retired"): (key: ZoneKey) => KeyEdit {
  return (key) => ({ key, state });
}

function removed(key: ZoneKey): KeyEdit {
  return { key, state: undefined };
}

function nameOf(key: ZoneKey): string {
  return `Key ${keyName(key)}`;
}

function goes(key: ZoneKey): string {
  return `${nameOf(key)} goes`;
}

function comes(key: ZoneKey): string {
  return `${nameOf(key)} is published`;
}
