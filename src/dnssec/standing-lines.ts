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
import type { ZoneKeys } from "./zone-keys.ts";

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
  const named = zone.keys.filter((key) =>
    ds.set.some((each) => isNamedBy(origin, each, policyOf({ ...zone, keys: [key] }).keys[0]!)),
  );
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
  if (step.kind === "rest") return nextSteps(origin, zone);
  return [...stepLines(step), ...howLines(task, move), ...dsLines(task, move)];
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
  if (step.kind !== "take") return [];
  return [`It may be done now: \`zonepipe dnssec ${by} ${printName(origin).slice(0, -1)}\`.`];
}

/** What to type at a registrar, where a DS is to come. */
function dsLines({ origin, zone }: KeyTask, { by, step }: NextMove): string[] {
  const entries = zone.keys.filter(({ role, state }) => role !== "zsk" && state === "active");
  const wanted =
    by === "enable" && step.kind === "take" ? entries : entries.filter(({ ds }) => ds === "wanted");
  if (wanted.length === 0) return [];
  return [
    "At the registrar:",
    ...wanted.flatMap((key) => registrarLines(origin, key)).map((line) => `  ${line}`),
  ];
}

function timeOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
