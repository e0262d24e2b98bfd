/** The run whose report a comment shows. */
export interface ShownRun {
  /** Id of the workflow run that was started for the pull request; GitHub gives later runs greater ids. */
  readonly run: number;
  readonly attempt: number;
  /** The commit that it looked at. */
  readonly head: string;
}

/** What a comment of ours is about. A pull request has one of each at most. */
export type CommentKind = "plan" | "deploy";

/** What else of ours has a marker: the issue about what is published, the pull request that removes what has expired. */
type MarkedKind = CommentKind | "drift" | "expired";

/** The marker is invisible where Markdown is rendered. It is the first line, for content cannot get before it. */
export function printMarker(kind: MarkedKind, { run, attempt, head }: ShownRun): string {
  return `<!-- zonepipe:${kind} ${JSON.stringify({ run, attempt, head })} -->`;
}

/** Octets that the marker takes at most, with its line's end: ids of runs have 53 bits, those of commits 64 digits. */
export const MOST_MARKER = 200;

/** The run that a comment shows; undefined when its first line is not our marker of this kind. */
export function readMarker(kind: MarkedKind, body: string): ShownRun | undefined {
  const match = /^<!-- zonepipe:([a-z]+) (\{[^\n]{1,150}\}) -->(\r?\n|$)/.exec(body);
  if (match?.[1] !== kind) return undefined;
  const shown = parseJson(match[2]!);
  return isShownRun(shown) ? shown : undefined;
}

/** The first shows a newer run than the second: by id, and of one run by attempt. */
export function isNewer(a: ShownRun, b: ShownRun): boolean {
  return a.run > b.run || (a.run === b.run && a.attempt > b.attempt);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isShownRun(value: unknown): value is ShownRun {
  if (typeof value !== "object" || value === null) return false;
  const { run, attempt, head } = value as { [key: string]: unknown };
  return (
    Number.isSafeInteger(run) &&
    Number.isSafeInteger(attempt) &&
    typeof head === "string" &&
    /^[0-9a-f]{40,64}$/.test(head)
  );
}
