import type { ZoneKeys } from "./zone-keys.ts";

/**
 * Where a zone stands on its way:
 *
 * - `unsigned`: it has no keys;
 * - `signed`: it is signed, and no DS is known at the parent: nobody validates it yet, so nothing can break;
 * - `secure`: the parent has the DS of a key, and nothing is under way;
 * - `rolling`: keys come or go, or their DS;
 * - `leaving`: the DS are to go, so that signing can end.
 */
export type ZoneState = "unsigned" | "signed" | "secure" | "rolling" | "leaving";

/** The state of a zone by its keys; undefined: it has none. */
export function zoneState(zone: ZoneKeys | undefined): ZoneState {
  if (zone === undefined) return "unsigned";
  const { keys, cds } = zone;
  const own = keys.filter(({ state }) => state !== "foreign");
  const isThere = keys.some(({ ds }) => ds === "seen");
  const isGoing = keys.some(({ ds }) => ds === "leaving");
  if (cds === "delete" || (isGoing && !isThere && !keys.some(({ ds }) => ds === "wanted"))) return "leaving";
  const isMoving =
    own.length < keys.length ||
    own.some(({ state }) => state !== "active") ||
    hasTwo(own) ||
    (keys.some(({ ds }) => ds === "wanted") && (isThere || isGoing)) ||
    (isGoing && isThere);
  if (isMoving) return "rolling";
  return isThere ? "secure" : "signed";
}

/** Two active keys sign the same. */
function hasTwo(own: ZoneKeys["keys"]): boolean {
  const count = (without: "ksk" | "zsk") => own.filter(({ role }) => role !== without).length;
  return count("ksk") > 1 || count("zsk") > 1;
}

/** What a state means, for people: a sentence without its final stop. */
export function stateSentence(state: ZoneState): string {
  switch (state) {
    case "unsigned":
      return "it is not signed";
    case "signed":
      return "it is signed, and no DS is known at the parent: nobody validates it yet";
    case "secure":
      return "it is signed, and the parent has its DS";
    case "rolling":
      return "it is signed, and its keys change";
    case "leaving":
      return "it is signed, and its DS are to go so that signing can end";
    default:
      return state satisfies never;
  }
}
