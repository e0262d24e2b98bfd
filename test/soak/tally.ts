/** What comes of the load; a second is taken out of it at a time. */
export interface Tally {
  /** Milliseconds from question to answer, of the second that goes on. */
  readonly udp: number[];
  readonly tcp: number[];
  /** Of the whole run. */
  readonly total: Totals;
  /** What went wrong, in words; the first ones are enough. */
  readonly faults: string[];
}

/** Counts of a run. */
export interface Totals {
  udp: number;
  tcp: number;
  /** Questions that got no answer. */
  lost: number;
  /** Answers that do not say what the zones say, and connections that ended too early. */
  wrong: number;
  /** Damaged packets, and replies to them. */
  garbage: number;
  garbageReplies: number;
  /** Questions of a flood: answers with TC, and others. */
  floodTruncated: number;
  floodWhole: number;
}

/** Nothing yet. */
export function makeTally(): Tally {
  const total: Totals = {
    ...{ udp: 0, tcp: 0, lost: 0, wrong: 0 },
    ...{ garbage: 0, garbageReplies: 0, floodTruncated: 0, floodWhole: 0 },
  };
  return { udp: [], tcp: [], total, faults: [] };
}

/** Counts an answer, which took so many milliseconds. */
export function countAnswer(tally: Tally, transport: "udp" | "tcp", took: number, fault?: string): void {
  tally[transport].push(took);
  tally.total[transport] += 1;
  if (fault !== undefined) countFault(tally, "wrong", fault);
}

/** Counts something that must not be. */
export function countFault(tally: Tally, kind: "lost" | "wrong", fault: string): void {
  tally.total[kind] += 1;
  if (tally.faults.length < MOST_FAULTS) tally.faults.push(fault);
}

const MOST_FAULTS = 20;
