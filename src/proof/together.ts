import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Plan } from "../plan/plan.ts";
import type { World } from "../world.ts";
import type { Cause } from "./cause-kind.ts";
import { provePlan } from "./prove-plan.ts";
import type { ProofQuestion } from "./question-set.ts";

/** Answers that change as a consequence, each a question as people write it. */
export type Consequences = Set<string>;

/** Notes the consequences of a proof. What was written itself is none. */
export function noteConsequences(
  into: Consequences,
): (question: ProofQuestion, cause: Cause | undefined) => void {
  return ({ name, type, dnssec }, cause) => {
    if (cause?.kind !== "written")
      into.add(`${printName(name)} ${typeName(type)}${dnssec ? " +dnssec" : ""}`);
  };
}

/**
 * The consequences of a whole change that none of its parts has alone.
 *
 * @param scratch gives an empty folder for each part
 */
export async function onlyTogether(
  whole: Consequences,
  parts: readonly Plan[],
  scratch: (number: number) => string,
  world: World,
): Promise<string[]> {
  if (whole.size === 0 || parts.length < 2) return [];
  const alone: Consequences = new Set();
  for (const [number, plan] of parts.entries()) {
    const onChange = noteConsequences(alone);
    await provePlan(plan, { isFull: false, scratch: scratch(number), onChange }, world);
  }
  return [...whole].filter((question) => !alone.has(question));
}
