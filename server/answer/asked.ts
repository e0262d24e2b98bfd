import { query } from "../query/question.ts";
import { countName, type FrequentNames, openFrequent } from "./space-saving.ts";

/** What one thread has been asked for. It knows no client. */
export interface Asked {
  /**
   * By the numbers of rows of the tables: at an RRset how often it was an answer or led to one. It misses none.
   */
  readonly uses: Float64Array;
  /** Names that do not exist. There is no end of them, so this knows the frequent ones. */
  readonly missing: FrequentNames | undefined;
}

/** The memory of it, which others read. */
export interface AskedBuffers {
  /** A number for each row of the tables. */
  readonly uses: SharedArrayBuffer;
  readonly missing: SharedArrayBuffer;
}

/** Nothing is counted. */
export const NOT_COUNTED: Asked = { uses: new Float64Array(0), missing: undefined };

/** What is counted in this memory. */
export function openAsked({ uses, missing }: AskedBuffers): Asked {
  return { uses: new Float64Array(uses), missing: openFrequent(missing) };
}

/** From now on what is asked for is counted there. A thread answers one packet at a time. */
export function countIn(asked: Asked): void {
  current = asked;
}

/** Counts a use of an RRset, or notes it where uses are held. */
export function countUse(row: number): void {
  if (isHolding && heldCount < held.length) held[heldCount++] = row;
  else addUse(row);
}

/**
 * From now on uses are noted in one place, until `releaseUses`: they are all over memory, and the processor waits for many of them at once when
 * they are counted one right after the other.
 */
export function holdUses(): void {
  isHolding = true;
}

/** Counts the uses that are held. Meanwhile nothing else than `holdUses` may have happened to where they are counted. */
export function releaseUses(): void {
  for (let index = 0; index < heldCount; index++) addUse(held[index]!);
  heldCount = 0;
  isHolding = false;
}

function addUse(row: number): void {
  const { uses } = current;
  if (row < uses.length) uses[row]! += 1;
}

const held = new Int32Array(256);
let heldCount = 0;
let isHolding = false;

/** Counts that the name in `query` does not exist. */
export function countMissing(): void {
  const { missing } = current;
  if (missing !== undefined) countName(missing, query.name);
}

let current = NOT_COUNTED;
