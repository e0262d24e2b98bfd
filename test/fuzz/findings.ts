/** Something that went wrong, with what it takes to see it again. */
export interface Finding {
  /** Which part of the run found it. */
  readonly part: string;
  /** What is wrong, in words. */
  readonly what: string;
  /** The smallest input that shows it: a packet in hex, or a text. */
  readonly input: string;
}

/** Findings of a run, one of each kind: what differs in great numbers only is the same. */
export class Findings {
  readonly #byKind = new Map<string, Finding>();

  /** Whether one more of this kind would be news. */
  isNew(part: string, what: string): boolean {
    return this.#byKind.size < MOST_KINDS && !this.#byKind.has(kindOf(part, what));
  }

  add(finding: Finding): void {
    this.#byKind.set(kindOf(finding.part, finding.what), finding);
  }

  all(): readonly Finding[] {
    return [...this.#byKind.values()];
  }
}

const MOST_KINDS = 20; // more of them have few causes, and each costs time to be made small

function kindOf(part: string, what: string): string {
  return `${part} ${what.replace(/\d{3,}/g, "0").slice(0, 200)}`;
}

/** What was thrown, and where: the place of the throw, not the way to it, so that it reads the same each time. */
export function describeThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `throws ${String(thrown)}`;
  const place = /^ +at .*$/m.exec(thrown.stack ?? "")?.[0].trim() ?? "at an unknown place";
  return `throws ${thrown.name}: ${thrown.message} ${place}`;
}
