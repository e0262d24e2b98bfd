import { type Name, printName } from "../../dns/name.ts";
import { span } from "../../dns/span.ts";
import { isNamedBy } from "./chain-of-trust.ts";
import { keyName } from "./judge-keys.ts";
import type { KeyLooks, Since } from "./key-looks.ts";
import { type NextMove, nextMove } from "./next-move.ts";
import { nextSteps } from "./next-steps.ts";
import { policyOf } from "./policy.ts";
import { registrarLines } from "./registrar.ts";
import type { KeyStep, Wait } from "./roll.ts";
import type { StepOut } from "./start-roll.ts";
import type { KeyTask } from "./take-step.ts";
import type { ZoneKey, ZoneKeys } from "./zone-keys.ts";
import { zoneState } from "./zone-state.ts";

/** What was looked at, in lines for a person. */
export function lookedLines(origin: Name, zone: ZoneKeys, { keys, ds }: KeyLooks): string[] {
  const shown =
    keys === undefined
      ? "It is not known which keys all nameservers show: nobody looked, or one was silent, or they differ."
      : keys.counter === 0
        ? `No nameserver shows that it signs the zone${sinceText(keys)}.`
        : `All nameservers show state ${keys.counter} of the keys${sinceText(keys)}.`;
  if (ds === undefined)
    return [
      shown,
      "It is not known which DS the parent has: nobody looked, or not all of its servers answered the same.",
    ];
  const named = zone.keys.filter((key) => isAtParent(origin, zone, key, ds));
  const strange = ds.set.length > 0 && named.length === 0;
  const what =
    ds.set.length === 0
      ? "No server of the parent has a DS"
      : strange
        ? "All servers of the parent have a DS of other keys than these"
        : `All servers of the parent have the DS of key ${named.map(keyName).join(" and ")}`;
  return [shown, `${what}${sinceText(ds)}; caches may hold what was before for ${span(ds.ttl)}.`];
}

function sinceText({ since, last, by }: Since<object>): string {
  return since.getTime() === last.getTime()
    ? `, seen once, at ${timeOf(since)} (${by})`
    : ` since ${timeOf(since)} (last look ${timeOf(last)}, ${by})`;
}

/** What comes next, by all that was looked at, in lines for a person. */
export function nextLines(task: KeyTask): string[] {
  const { origin, zone } = task;
  const move = nextMove(task);
  const { step } = move;
  if (step.kind === "rest") return askedLines(task) ?? nextSteps(origin, zone);
  return [...stepLines(step), ...howLines(task, move), ...dsLines(task, move)];
}

/** The parent has no DS yet, and one is wanted; undefined where it is not so. */
function askedLines({ origin, zone, looks }: KeyTask): string[] | undefined {
  const wanted = zone.keys.filter(({ ds }) => ds === "wanted");
  if (zoneState(zone) !== "signed" || wanted.length === 0) return undefined;
  const names = wanted.map(keyName).join(" and ");
  return [
    looks.ds === undefined
      ? `The DS of key ${names} is to come to the parent, and it is not known which it has.`
      : `Not all servers of the parent have the DS of key ${names} yet.`,
    zone.cds === "keys"
      ? "CDS asks for it, and many registries look once a day. Where yours does not, type it at the registrar:"
      : "Type it at the registrar:",
    ...wanted.flatMap((key) => registrarLines(origin, key)).map((line) => `  ${line}`),
    `When all have it: \`zonepipe dnssec roll ${shortName(origin)} --next\`.`,
  ];
}

/** A step: what it does, and what it waits for. */
export function stepLines(step: KeyStep | StepOut): string[] {
  switch (step.kind) {
    case "rest":
      return [];
    case "take":
      return step.what.map((each) => `${each}.`);
    case "wait":
      return [`${step.what.join("; ")}, when:`, ...step.until.map((each) => `  ${waitLine(each)}`)];
    default:
      return step satisfies never;
  }
}

function waitLine({ message, help }: Wait): string {
  return `${message}. ${help}`;
}

function howLines({ origin }: KeyTask, { by, step }: NextMove): string[] {
  const when = step.kind === "take" ? "It may be done now" : "Then";
  return [`${when}: \`zonepipe dnssec ${by} ${shortName(origin)}\`.`];
}

function shortName(origin: Name): string {
  return printName(origin).slice(0, -1);
}

/** What to type at a registrar, where a DS is to come. */
function dsLines({ origin, zone, looks }: KeyTask, { by, step }: NextMove): string[] {
  const entries = zone.keys.filter(({ role, state }) => role !== "zsk" && state === "active");
  const wanted =
    by === "enable" && step.kind === "take"
      ? entries
      : entries.filter((key) => key.ds === "wanted" && !isAtParent(origin, zone, key, looks.ds));
  if (wanted.length === 0) return [];
  return [
    "At the registrar:",
    ...wanted.flatMap((key) => registrarLines(origin, key)).map((line) => `  ${line}`),
  ];
}

function isAtParent(origin: Name, zone: ZoneKeys, key: ZoneKey, ds: KeyLooks["ds"]): boolean {
  const { keys } = policyOf({ ...zone, keys: [key] });
  return ds?.set.some((each) => isNamedBy(origin, each, keys[0]!)) === true; // one key has one
}

function timeOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
