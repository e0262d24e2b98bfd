import { type KeyStep, nextKeyStep, wantDs } from "./roll.ts";
import { nextStepOut, type StepOut } from "./start-roll.ts";
import { type KeyTask, numbered } from "./take-step.ts";

/** The next step of a zone that is signed, and the command that takes it. */
export type NextMove =
  | { readonly by: "roll" | "enable"; readonly step: KeyStep }
  | { readonly by: "disable"; readonly step: StepOut };

/** Finds what comes next for a zone: out where it leaves, on where keys change, up where the parent has no DS yet. */
export function nextMove(task: KeyTask): NextMove {
  if (task.zone.cds === "delete") return { by: "disable", step: nextStepOut(task) };
  const step = nextKeyStep(task);
  if (step.kind !== "rest") return { by: "roll", step };
  return { by: "enable", step: firstDs(task, false) };
}

/**
 * The step after which the parent is to have a DS, where it has none and none is wanted.
 *
 * @param isAsked by CDS and CDNSKEY, too
 */
export function firstDs(task: KeyTask, isAsked: boolean): KeyStep {
  const { zone, looks, now } = task;
  const isTrusted = (looks.ds?.set.length ?? 0) > 0 || zone.keys.some(({ ds }) => ds !== "absent");
  const entries = zone.keys.filter(({ role, state }) => role !== "zsk" && state === "active");
  if (isTrusted || zone.cds === "delete" || entries.length === 0) return { kind: "rest" };
  const step = wantDs(task, entries, []);
  if (step.kind !== "take" || !isAsked) return step;
  return { ...step, zone: numbered(zone, { ...step.zone, cds: "keys" }, now) };
}
