import { MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";
import { closedUnder, preimagesBy } from "./names.ts";
import type { QuestionSet } from "./question-set.ts";

/**
 * The names that DNAMEs which are kept lead to these, each with the name that it stands below where it stands for all that do
 * not exist there. Undefined where there are more than `limit`.
 *
 * @param below what these names stand below
 */
export function namesLedTo(
  { names: { dnames, fresh } }: QuestionSet,
  names: readonly Name[],
  below: ReadonlyMap<Name, Name>,
  limit: number,
): Map<Name, Name | undefined> | undefined {
  const led = new Map<Name, Name | undefined>();
  const kept = dnames.filter(({ isKept }) => isKept);
  if (kept.length === 0 || names.length === 0) return led;
  const exact = names.filter((name) => !below.has(name));
  const made = closedUnder(exact, preimagesBy(kept, false), exact.length + limit);
  if (made === undefined) return undefined;
  for (const name of made) led.set(name, undefined);
  const onto = preimagesBy(kept, true);
  for (const name of names) {
    const above = below.get(name);
    if (above === undefined) continue;
    const ends = closedUnder([above], onto, limit - led.size);
    if (ends === undefined) return undefined;
    const isChild = name === fresh.child(above);
    const prefix = name.slice(0, -above.length);
    for (const end of ends) {
      const child = isChild ? fresh.child(end) : ((prefix + end) as Name);
      if (child !== undefined && child.length <= MAX_NAME_LENGTH) led.set(child, end);
    }
  }
  return led;
}
