import { isName, type Name, parseName, printName, ROOT } from "../../dns/name.ts";
import type { Miss, PathResult, Verification } from "../verify/types.ts";
import {
  EVIDENCE_VERSION,
  evidenceCheck,
  MOST,
  type WrittenEvidence,
  type WrittenMiss,
  type WrittenPath,
} from "./evidence-shape.ts";

/** What a pull request's own run saw when it asked its candidate server. */
export interface Evidence {
  /** The commit that it looked at. */
  readonly head: string;
  readonly verification: Verification;
}

/** The evidence as JSON, names in presentation form. */
export function printEvidence({ head, verification }: Evidence): string {
  const { milliseconds, paths, coverage } = verification;
  const written: WrittenEvidence = {
    version: EVIDENCE_VERSION,
    head,
    milliseconds,
    paths: paths.slice(0, MOST.paths).map(printPath),
    ...(coverage !== undefined && { coverage }),
  };
  return `${JSON.stringify(written)}\n`;
}

/**
 * Reads evidence that somebody else wrote; never throws. What comes back has the right form, and that is all that it
 * proves.
 */
export function readEvidence(bytes: Uint8Array): Evidence | { readonly refused: string } {
  const written = parseJson(Buffer.from(bytes).toString());
  const isWrittenEvidence = evidenceCheck();
  if (!isWrittenEvidence(written)) {
    const [error] = isWrittenEvidence.errors ?? [];
    return {
      refused: `The evidence has not the expected form: ${error?.instancePath || "it"} ${error?.message}`,
    };
  }
  const { head, milliseconds, paths, coverage } = written;
  try {
    const verification = { milliseconds, paths: paths.map(readPath) };
    return { head, verification: coverage === undefined ? verification : { ...verification, coverage } };
  } catch (error) {
    if (error instanceof BadName)
      return { refused: `The evidence has a name that is none: ${error.message}` };
    throw error;
  }
}

function printPath(path: PathResult): WrittenPath {
  return {
    ...path,
    serials: path.serials
      .slice(0, MOST.serials)
      .map(({ zone, expected, got }) => ({ zone: printName(zone), expected, got: got ?? null })),
    misses: path.misses.slice(0, MOST.misses).map(printMiss),
    notes: path.notes.slice(0, MOST.misses).map(printMiss),
  };
}

function printMiss(miss: Miss): WrittenMiss {
  return {
    ...miss,
    zone: printName(miss.zone),
    name: printName(miss.name),
    expected: miss.expected.slice(0, MOST.text),
    got: miss.got.slice(0, MOST.text),
  };
}

function readPath(path: WrittenPath): PathResult {
  return {
    ...path,
    serials: path.serials.map(({ zone, expected, got }) => ({
      zone: readName(zone),
      expected,
      got: got ?? undefined,
    })),
    misses: path.misses.map(readMiss),
    notes: path.notes.map(readMiss),
  };
}

function readMiss(miss: WrittenMiss): Miss {
  return { ...miss, zone: readName(miss.zone), name: readName(miss.name) };
}

class BadName extends Error {}

function readName(text: string): Name {
  const name = parseName(text, ROOT);
  if (!isName(name)) throw new BadName(JSON.stringify(text));
  return name;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
