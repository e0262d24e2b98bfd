import type { Finding, NotReplayed, Replayed, Times } from "./finding.ts";

/** What came of all commits. */
export interface Summary {
  readonly replayed: number;
  readonly skipped: readonly NotReplayed[];
  readonly failed: readonly NotReplayed[];
  /** Those with an answer that changed without a cause, or that is not what the model says. */
  readonly unsound: readonly Replayed[];
  readonly changed: number;
  readonly asWritten: number;
  /** By cause. */
  readonly consequences: ReadonlyMap<string, number>;
  readonly dangers: number;
  /** In milliseconds. */
  readonly medians: Times;
  /** The slowest in all three steps together, the slowest first. */
  readonly slowest: readonly Replayed[];
}

const MOST_SLOWEST = 3;

/** Sums up. */
export function summarise(findings: readonly Finding[]): Summary {
  const replayed = findings.filter((one) => one.kind === "replayed");
  const left = findings.filter((one) => one.kind !== "replayed");
  const consequences = new Map<string, number>();
  for (const { proof } of replayed) {
    for (const [kind, count] of proof.consequences)
      consequences.set(kind, (consequences.get(kind) ?? 0) + count);
  }
  const sum = (of: (one: Replayed) => number) => replayed.reduce((all, one) => all + of(one), 0);
  const middle = (step: keyof Times) => medianOf(replayed.map(({ milliseconds }) => milliseconds[step]));
  return {
    replayed: replayed.length,
    skipped: left.filter((one) => one.kind === "skipped"),
    failed: left.filter((one) => one.kind === "failed"),
    unsound: replayed.filter(
      ({ proof: { unexplained, model } }) => unexplained.length > 0 || model.disagreements.length > 0,
    ),
    changed: sum(({ proof }) => proof.changed),
    asWritten: sum(({ proof }) => proof.asWritten),
    consequences,
    dangers: sum(({ dangers }) => dangers.length),
    medians: { read: middle("read"), plan: middle("plan"), proof: middle("proof") },
    slowest: replayed.toSorted((a, b) => totalOf(b) - totalOf(a)).slice(0, MOST_SLOWEST),
  };
}

/** What a commit took altogether, in milliseconds. */
export function totalOf({ milliseconds: { read, plan, proof } }: Replayed): number {
  return read + plan + proof;
}

/** 1 for what is a defect of ours; 2 where a commit failed, or none was replayed. */
export function exitCodeOf({ unsound, failed, replayed }: Summary): 0 | 1 | 2 {
  if (unsound.length > 0) return 1;
  return failed.length > 0 || replayed === 0 ? 2 : 0;
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
