import { tagOf } from "../../dns/signing/key-records.ts";
import { windowOf, windowStart } from "../../dns/signing/window.ts";
import { algorithmName } from "../dnssec/algorithms.ts";
import { keyName } from "../dnssec/judge-keys.ts";
import { signedUntil } from "../dnssec/key-signing.ts";
import { zoneLooksJson } from "../dnssec/looks-file.ts";
import { type NextMove, nextMove } from "../dnssec/next-move.ts";
import { nextSteps } from "../dnssec/next-steps.ts";
import { policyOf } from "../dnssec/policy.ts";
import { registrarKey } from "../dnssec/registrar.ts";
import { lookedLines, nextLines } from "../dnssec/standing-lines.ts";
import type { KeyTask } from "../dnssec/take-step.ts";
import { isPublished, isSigning, type ZoneKey, type ZoneKeys } from "../dnssec/zone-keys.ts";
import { stateSentence, zoneState } from "../dnssec/zone-state.ts";
import type { Signing } from "./dnssec-signing.ts";
import type { Printed } from "./program.ts";

/**
 * How a zone is signed, as `_keys.yaml` has it, and what comes next. Nobody is asked.
 *
 * @param task with what was looked at, where that is written down
 */
export function status(signing: Signing, json: boolean, at: Date, task?: KeyTask): Printed {
  const now = at.getTime() / 1000;
  if (json) return { json: statusToJson(signing, now, task), exitCode: 0 };
  return { text: `${statusLines(signing, now, task).join("\n")}\n`, exitCode: 0 };
}

/**
 * The status in lines.
 *
 * @param now in seconds since 1970
 */
export function statusLines(
  { origin, name, keys, keySignatures = [] }: Signing,
  now: number,
  task?: KeyTask,
): string[] {
  const lines = [`${name}: ${stateSentence(zoneState(keys))}.`];
  if (keys !== undefined) {
    lines.push("", "Keys:", ...keys.keys.map((key) => `  ${keyLine(key)}`), "", ...weekLines(keys, now));
    for (const { key, last } of signedUntil(policyOf(keys), keySignatures, windowOf(now))) {
      const until = last === undefined ? "not for this week" : `until ${dayOf(last + 1)}`;
      lines.push(`Key ${tagOf(key)} has signed the keys beforehand, ${until}.`);
    }
  }
  if (task !== undefined)
    lines.push("", "Seen:", ...lookedLines(origin, task.zone, task.looks).map((line) => `  ${line}`));
  const next = task === undefined ? nextSteps(origin, keys) : nextLines(task);
  return [...lines, "", "Next:", ...next.map((line) => `  ${line}`)];
}

function keyLine(key: ZoneKey): string {
  const { role, state, since, ds } = key;
  const at = new Date(since * 1000).toISOString().slice(0, 16).replace("T", " ");
  const trust = role === "zsk" ? "" : `, its DS ${DS_WORDS[ds]}`;
  return `${role} ${keyName(key)}: ${state} since ${at} UTC${trust}`;
}

const DS_WORDS: { readonly [ds in ZoneKey["ds"]]: string } = {
  absent: "is not known at the parent",
  wanted: "is asked for",
  seen: "is at the parent",
  leaving: "is to go from the parent",
};

function weekLines(keys: ZoneKeys, now: number): string[] {
  const { counter, denial, cds } = keys;
  const { first, last, week, left } = weeksOf(keys, now);
  return [
    `State ${counter} of its keys; ${denial.toUpperCase()}; CDS ${CDS_WORDS[cds]}.`,
    `Each release has a serial for every week from ${first} to ${last}; this is week ${week} of ${keys.windows}, ${left} are left.`,
  ];
}

const CDS_WORDS: { readonly [cds in ZoneKeys["cds"]]: string } = {
  none: "asks for nothing",
  keys: "asks the parent for the DS that are wanted",
  delete: "asks the parent to remove every DS",
};

function weeksOf({ base, windows }: ZoneKeys, now: number) {
  const week = Math.max(windowOf(now) - base, 0) + 1;
  const last = base + windows - 1;
  return { first: dayOf(base), last: dayOf(last + 1), week, left: Math.max(0, windows - week) };
}

function dayOf(window: number): string {
  return new Date(windowStart(window) * 1000).toISOString().slice(0, 10);
}

function statusToJson(
  { origin, name, keys, keySignatures = [] }: Signing,
  now: number,
  task: KeyTask | undefined,
): object {
  const state = zoneState(keys);
  const next = task === undefined ? nextSteps(origin, keys) : nextLines(task);
  if (keys === undefined) return { zone: `${name}.`, state, next };
  const { counter, base, windows, denial, ttl, cds, csync } = keys;
  return {
    zone: `${name}.`,
    state,
    counter,
    denial,
    ttl,
    cds,
    csync,
    windows: { base, count: windows, now: windowOf(now), left: weeksOf(keys, now).left },
    // What a release answers is the serial of its file, and one more for each window since the base.
    serials: { now: Math.min(Math.max(windowOf(now) - base, 0), windows - 1), reserved: windows },
    keys: keys.keys.map((key) => ({
      tag: key.tag,
      algorithm: algorithmName(key.algorithm),
      algorithmNumber: key.algorithm,
      role: key.role,
      state: key.state,
      since: new Date(key.since * 1000).toISOString(),
      signs: isSigning(key),
      published: isPublished(key),
      dnskey: registrarKey(origin, key).dnskey,
      ...(key.role !== "zsk" && { ds: { state: key.ds, record: registrarKey(origin, key).ds } }),
    })),
    signedBeforehand: signedUntil(policyOf(keys), keySignatures, windowOf(now)).map(({ key, last }) => ({
      tag: tagOf(key),
      until: last === undefined ? null : dayOf(last + 1),
      windowsLeft: last === undefined ? 0 : last - windowOf(now),
    })),
    ...(task && { seen: zoneLooksJson(task.looks), step: stepToJson(nextMove(task)) }),
    next,
  };
}

function stepToJson({ by, step }: NextMove): object {
  switch (step.kind) {
    case "rest":
      return { kind: step.kind };
    case "take":
      return { kind: step.kind, by, what: step.what };
    case "wait": {
      const { kind, what, until } = step;
      return { kind, by, what, until };
    }
    default:
      return step satisfies never;
  }
}
