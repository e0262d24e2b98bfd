import { printName } from "../../dns/name.ts";
import { type Problem, withoutLines } from "../../dns/problem.ts";
import { typeName } from "../../dns/types.ts";
import type { Day } from "../source/day.ts";
import type { Base } from "./pull-request.ts";

/**
 * Those of the problems that stood before the change already, wherever their lines have moved to. Left out where the zones
 * before the change are not known, so that nothing can be called new.
 *
 * @param today the day on which `now` was found, where it hangs on one
 */
export function stoodBefore(
  { problems: before }: Base,
  now: readonly Problem[],
  today?: Day,
): { readonly stoodBefore?: ReadonlySet<Problem> } {
  if (before === undefined) return {};
  const places = new Map<string, number>();
  for (const problem of before(today)) {
    const key = identityOf(problem);
    places.set(key, (places.get(key) ?? 0) + 1);
  }
  const known = new Set<Problem>();
  for (const problem of now) {
    const key = identityOf(problem);
    const left = places.get(key) ?? 0;
    if (left === 0) continue;
    places.set(key, left - 1);
    known.add(problem);
  }
  return { stoodBefore: known };
}

/** What a problem is about and what it says of it, without where that stands. */
function identityOf({ rule, severity, file, message, subject }: Problem): string {
  const about =
    subject === undefined
      ? [file]
      : [
          printName(subject.zone),
          subject.owner === undefined ? "" : printName(subject.owner),
          subject.type === undefined ? "" : typeName(subject.type),
        ];
  return JSON.stringify([severity, rule, withoutLines(message), ...about]);
}
