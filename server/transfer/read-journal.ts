import { readdirSync } from "node:fs";
import type { Problem } from "../../dns/problem.ts";
import { compareSerials } from "../../dns/serial.ts";
import { journalFolderOf, parseStepFileName } from "../../dns/zone-file/journal-files.ts";
import { unreadableReason } from "../../dns/zone-file/read-plain-file.ts";
import { STEP_HEAD, writeStepHead } from "../tables/journals.ts";
import { type JournalZone, readStep } from "./read-step.ts";

/** What was read of it. */
export interface ReadJournal {
  /** As `journalOf` has it. */
  readonly journal: Uint8Array;
  /** The folder, whether it is there or not, and the files that were read, with what is in them. */
  readonly folder: string;
  /** All that is in it, in order; none where it is not there. */
  readonly names: readonly string[];
  readonly files: readonly { readonly file: string; readonly bytes: Uint8Array }[];
  /** What was left out, and why. */
  readonly warnings: readonly Problem[];
}

/** Reads what has changed in a zone since its former serials: back from the one that is served, as far as steps lead there. */
export function readJournal(zone: JournalZone): ReadJournal {
  const folder = journalFolderOf(zone.file);
  const { names, fromsOf, warnings } = findSteps(folder);
  const steps: { readonly from: number; readonly records: Uint8Array }[] = [];
  const files: { file: string; bytes: Uint8Array }[] = [];
  let octets = 0;
  let to = zone.serial;
  while (steps.length < MAX_STEPS) {
    const from = fromsOf.get(to)?.find((serial) => (compareSerials(serial, to) ?? 0) < 0);
    if (from === undefined) {
      const left = fromsOf.size - steps.length;
      if (left > 0) warnings.push(leftOut(folder, `${left} steps do not lead to serial ${zone.serial}`));
      break;
    }
    const step = readStep(folder, from, to, zone);
    files.push(...step.files);
    warnings.push(...step.problems.map(asWarning));
    if (step.records === undefined) break;
    // Before it secondaries had signatures, of which the step says nothing.
    if (step.hasPolicy && !zone.isSignedHere) break;
    octets += STEP_HEAD + step.records.length;
    if (octets > zone.octets) break;
    steps.push({ from, records: step.records });
    to = from;
  }
  return { journal: packSteps(steps), folder, names, files, warnings };
}

/** More than a secondary misses that still asks; each is two files to read at every load. */
const MAX_STEPS = 100;
/** Nothing is wrong where there is no journal, nor where the server may read the zone's file alone. */
const NONE = ["ENOENT", "ENOTDIR", "ERR_ACCESS_DENIED"];

/** The steps that have both their files: from which serials one comes to a serial, the nearest first. */
function findSteps(folder: string): {
  names: readonly string[];
  fromsOf: Map<number, number[]>;
  warnings: Problem[];
} {
  const fromsOf = new Map<number, number[]>();
  let names: readonly string[] = [];
  try {
    names = namesInJournal(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const warnings = NONE.includes(code)
      ? []
      : [leftOut(folder, `It cannot be read: ${unreadableReason(error)}`)];
    return { names, fromsOf, warnings };
  }
  const present = new Set(names);
  for (const name of names) {
    const step = parseStepFileName(name);
    if (step?.part !== "removed" || !present.has(name.replace(/removed$/, "added"))) continue;
    const froms = fromsOf.get(step.to) ?? [];
    froms.push(step.from);
    froms.sort((a, b) => compareSerials(b, a) ?? 0);
    fromsOf.set(step.to, froms);
  }
  return { names, fromsOf, warnings: [] };
}

/** What is in the folder of a journal, in order; throws where it cannot be read. */
export function namesInJournal(folder: string): string[] {
  return readdirSync(folder).sort();
}

function asWarning(problem: Problem): Problem {
  return { ...problem, severity: "warning" };
}

function leftOut(folder: string, message: string): Problem {
  return {
    ...{ file: folder, line: 1, column: 1, severity: "warning", rule: "journal", message },
    help: "Secondaries that lack those changes get the whole zone.",
  };
}

/** The steps, newest first, in their order and in one piece. */
function packSteps(steps: readonly { readonly from: number; readonly records: Uint8Array }[]): Uint8Array {
  const octets = steps.reduce((sum, { records }) => sum + STEP_HEAD + records.length, 0);
  const journal = new Uint8Array(octets);
  let at = 0;
  for (const { from, records } of steps.toReversed()) {
    writeStepHead(journal, at, from, records.length);
    journal.set(records, at + STEP_HEAD);
    at += STEP_HEAD + records.length;
  }
  return journal;
}
