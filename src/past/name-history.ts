import type { Name } from "../../dns/name.ts";
import { keyOf } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import type { PastHistory } from "./history.ts";
import { pastZones } from "./past-zones.ts";
import { wayOf } from "./way.ts";
import { linesOf, type WayLines } from "./way-lines.ts";

/** A commit after which a name answered something else, or after which that is not known. */
export type NameChange = {
  /** Its full id. */
  readonly commit: string;
} & (
  | {
      readonly kind: "changed";
      /** What answered for the name, in words; and the records, as lines of a zone file. */
      readonly before: WayLines;
      readonly after: WayLines;
      /** Commits just before this one whose zones could not be read: it is compared with the one before those. */
      readonly afterUnread: number;
    }
  | { readonly kind: "unread"; readonly problem: Problem }
);

/** The past of one name. */
export interface NameHistory {
  /** The oldest first. */
  readonly changes: readonly NameChange[];
  /**
   * What answered for the name from each commit on that may have changed it, the oldest first: the same number, the same
   * answers. Undefined where that is not known.
   */
  readonly states: readonly { readonly commit: string; readonly state: number | undefined }[];
  /** It lay in a zone of ours at some commit. */
  readonly wasOurs: boolean;
}

/**
 * Goes through the past of a name commit by commit. Nothing is skipped on a guess: what a name answers may come and go, so
 * that two commits with the same answers say nothing about those between them.
 */
export async function nameHistory(folder: string, history: PastHistory, name: Name): Promise<NameHistory> {
  const zones = pastZones(folder, history);
  const changes: NameChange[] = [];
  const states: { commit: string; state: number | undefined }[] = [];
  const numbers = new Map<string, number>();
  let current: WayLines = NOTHING;
  let names: readonly Name[] = [name];
  let unread = 0;
  let wasOurs = false;
  for (const { commit, changed } of history.steps) {
    zones.apply(changed);
    if (!zones.concerns(changed, names)) continue;
    const way = await wayOf(name, zones.look);
    names = [name, ...way.steps.map((step) => keyOf(step.name))];
    if (way.unread !== undefined) {
      names = [...names, way.unread.origin];
      changes.push({ commit, kind: "unread", problem: way.unread.problem });
      states.push({ commit, state: undefined });
      unread += 1;
      wasOurs = true;
      continue;
    }
    wasOurs ||= way.steps[0]?.by.kind !== "outside";
    const lines = linesOf(way);
    const state = numbers.get(lines.key) ?? numbers.size;
    numbers.set(lines.key, state);
    if (states.at(-1)?.state !== state) states.push({ commit, state });
    const isBeginning = current === NOTHING && lines.records.length === 0;
    if (lines.key !== current.key && !isBeginning) {
      changes.push({ commit, kind: "changed", before: current, after: lines, afterUnread: unread });
    }
    current = lines;
    unread = 0;
  }
  return { changes, states, wasOurs };
}

/** Before the first commit. */
const NOTHING: WayLines = { key: "", words: [], records: [] };
