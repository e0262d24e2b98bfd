import { marginsOf, NOISY_MARGIN } from "./margin.ts";
import { BASE, BASE_AGAIN, COMPARED, OURS } from "./peers.ts";
import type { RowResult } from "./result.ts";
import { median, ratiosOfRounds } from "./statistics.ts";

/** What a row says of ours beside the other checkout. */
export interface Verdict {
  readonly title: string;
  /** Our processor time for an answer to that of the other: median of the rounds. */
  readonly ratio: number;
  /** The other to itself: what no change at all looks like in this run. */
  readonly same: number;
  /** How much above 1 `ratio` may be. */
  readonly margin: number;
  readonly isWorse: boolean;
  /** Ours and the other's to each peer. */
  readonly peers: readonly { readonly name: string; readonly ours: number; readonly base: number }[];
}

/**
 * Judges ours by the other checkout, which took part twice: how much those two differ is the noise of this machine in this run, and
 * the margin follows from it: the difference of their medians, and four standard errors of it.
 */
export function judgeBase(rows: readonly RowResult[]): readonly Verdict[] {
  const measured = rows.map(({ title, servers }) => {
    const turns = (name: string) => servers[name]?.rounds ?? [];
    const [ours, base, again] = [turns(OURS), turns(BASE), turns(BASE_AGAIN)];
    // The other took part twice in every turn.
    const both = base.map(({ start, cpu }, turn) => ({ start, cpu: Math.sqrt(cpu * again[turn]!.cpu) }));
    const peers = COMPARED.filter((name) => turns(name).length > 0).map((name) => ({
      ...{
        name,
        ours: median(ratiosOfRounds(ours, turns(name))),
        base: median(ratiosOfRounds(both, turns(name))),
      },
    }));
    return { title, ratio: median(ratiosOfRounds(ours, both)), same: ratiosOfRounds(again, base), peers };
  });
  const margins = marginsOf(measured.map(({ same }) => same));
  return measured.map(({ title, ratio, same, peers }, row) => {
    const margin = margins[row]! + Math.abs(median(same) - 1); // one for each
    return { title, ratio, same: median(same), margin, isWorse: ratio > 1 + margin, peers };
  });
}

/** As a table, with a line for what is wrong. */
export function printVerdicts(verdicts: readonly Verdict[]): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const lines = verdicts.map(({ title, ratio, same, margin, isWorse, peers }) => {
    const others = peers
      .map(({ name, ours, base }) => `${name}: ${base.toFixed(2)} → ${ours.toFixed(2)}`)
      .join(", ");
    const cells = [
      title,
      ratio.toFixed(3),
      same.toFixed(3),
      percent(margin),
      isWorse ? "SLOWER" : "no",
      others,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const noisy = verdicts
    .filter(({ margin, isWorse }) => !isWorse && margin > NOISY_MARGIN)
    .map(({ title }) => title);
  return [
    "| row | processor time, to the base | the base to itself | margin | slower | to peers, base → ours |",
    "| --- | --- | --- | --- | --- | --- |",
    ...lines,
    ...(noisy.length === 0 ? [] : ["", `So noisy that little can be said: ${noisy.join(", ")}.`]),
  ].join("\n");
}
