import { createHash } from "node:crypto";
import { printName } from "../../dns/name.ts";
import { keyOfFinding, type WatchFinding, type WatchGap } from "../report/watch.ts";
import { PARTS } from "../report/watch-wording.ts";

/** What is remembered of a finding from one run to the next. */
export interface Remembered {
  /** Of the finding, the same in every run. */
  readonly id: string;
  readonly zone: string;
  readonly part: WatchFinding["part"];
  readonly since: Date;
  /** What it said when a webhook was told last, as a digest; empty: it was never told. */
  readonly told: string;
}

/** What happens to a finding from one run to the next. */
export type Turn =
  | { readonly kind: "begins" | "changes"; readonly id: string; readonly finding: WatchFinding }
  | { readonly kind: "ends"; readonly was: Remembered };

/** The findings of a run beside those of the runs before. */
export interface Course {
  /** With since when. */
  readonly standing: readonly WatchFinding[];
  /** Known from before and not looked at this time: they are taken to stand. */
  readonly unseen: readonly Remembered[];
  /** What nobody was told yet. */
  readonly turns: readonly Turn[];
}

/**
 * Puts the findings of a run beside what is remembered. One that is not there any more has ended, unless nobody could
 * look this time: silence ends nothing.
 */
export function courseOf(
  findings: readonly WatchFinding[],
  gaps: readonly WatchGap[],
  remembered: readonly Remembered[],
  now: Date,
): Course {
  const before = new Map(remembered.map((each) => [each.id, each]));
  const standing = findings.map((finding): WatchFinding => {
    return { ...finding, since: before.get(idOf(finding))?.since ?? now };
  });
  const present = new Set(findings.map(idOf));
  const gone = remembered.filter(({ id }) => !present.has(id));
  const isUnseen = ({ zone, part }: Remembered) =>
    gaps.some(
      (gap) =>
        gap.kind === "failed" && gap.part === part && gap.zones.some((each) => printName(each) === zone),
    );
  const turns: Turn[] = [
    ...standing.flatMap((finding): Turn[] => {
      const told = before.get(idOf(finding))?.told ?? "";
      if (told === sayingOf(finding)) return [];
      return [{ kind: told === "" ? "begins" : "changes", id: idOf(finding), finding }];
    }),
    ...gone.filter((each) => !isUnseen(each) && each.told !== "").map((was): Turn => ({ kind: "ends", was })),
  ];
  return { standing, unseen: gone.filter(isUnseen), turns };
}

/**
 * What to remember of a run.
 *
 * @param isTold whether somebody was told of this turn just now
 */
export function remember(
  { standing, unseen, turns }: Course,
  remembered: readonly Remembered[],
  isTold: (turn: Turn) => boolean,
): Remembered[] {
  const before = new Map(remembered.map((each) => [each.id, each]));
  const told = new Set(turns.flatMap((turn) => (turn.kind !== "ends" && isTold(turn) ? [turn.id] : [])));
  return [
    ...standing.map((finding) => {
      const id = idOf(finding);
      return {
        id,
        zone: printName(finding.zone),
        part: finding.part,
        since: finding.since!,
        told: told.has(id) ? sayingOf(finding) : (before.get(id)?.told ?? ""),
      };
    }),
    ...unseen,
  ];
}

/** `registration of example.com.`: for one of which nothing else is known. */
export function wordsOf({ zone, part }: Remembered): string {
  return `${PARTS[part]} of ${zone}`;
}

function idOf(finding: WatchFinding): string {
  return digest(keyOfFinding(finding), 16);
}

function sayingOf({ weight, message }: WatchFinding): string {
  return digest(`${weight} ${message}`, 8);
}

function digest(text: string, digits: number): string {
  return createHash("sha256").update(text, "utf8").digest("hex").slice(0, digits);
}
