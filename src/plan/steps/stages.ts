import { keyOf } from "../../../dns/name.ts";
import type { ZonePair } from "../../mixtures/mixture.ts";
import type { PlacedRecord } from "../../source/source-zone.ts";
import type { Atom } from "./atoms.ts";

/** When each change goes out: in which step, counted from 1; one that widens has its old values until a later one. */
export interface Schedule {
  readonly stepOf: ReadonlyMap<Atom, number>;
  /** Changes that go out twice: the new values beside the old first, and without the old in this step. */
  readonly narrowedIn: ReadonlyMap<Atom, number>;
  readonly steps: number;
}

/** The zones as they are after so many steps; after 0 they are as before. */
export function stageAfter(
  pairs: readonly ZonePair[],
  { stepOf, narrowedIn }: Schedule,
  steps: number,
): (readonly PlacedRecord[] | undefined)[] {
  const isOut = new Map<string, "old" | "both" | "new">();
  for (const [{ origin, changes }, step] of stepOf) {
    for (const { owner, type } of changes)
      isOut.set(idOf(origin, owner, type), step <= steps ? "new" : "old");
  }
  for (const [{ origin, changes }, step] of narrowedIn) {
    if (step <= steps) continue;
    for (const { owner, type } of changes) {
      const id = idOf(origin, owner, type);
      if (isOut.get(id) === "new") isOut.set(id, "both");
    }
  }
  return pairs.map(({ origin, before, after, isSame }) => {
    if (before === undefined || after === undefined) return undefined;
    if (isSame === true || (before.length === 0 && steps > 0)) return after;
    if (steps === 0) return before;
    const sideOf = ({ owner, type }: PlacedRecord) => isOut.get(idOf(origin, owner, type)) ?? "new";
    const old = before.filter((record) => sideOf(record) !== "new");
    const now = after.filter((record) => sideOf(record) !== "old");
    const known = new Set(now.map(({ owner, type, rdata }) => `${idOf(origin, owner, type)} ${rdata}`));
    return [
      ...now,
      ...old.filter(({ owner, type, rdata }) => !known.has(`${idOf(origin, owner, type)} ${rdata}`)),
    ];
  });
}

function idOf(origin: string, owner: PlacedRecord["owner"], type: number): string {
  return `${origin}${keyOf(owner)}${type}`;
}
