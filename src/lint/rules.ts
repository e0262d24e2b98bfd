import { ALONE_RULES } from "./alone.ts";
import { APEX_RULES } from "./apex.ts";
import { DELEGATION_RULES } from "./delegation.ts";
import { READING_RULES } from "./reading-rules.ts";
import { RRSET_RULES } from "./rrsets.ts";
import type { Rule } from "./rule.ts";
import { TARGET_RULES } from "./targets.ts";

/** Every rule that has a name of its own, in the order of the README. */
export const RULES: readonly Rule[] = [
  ...APEX_RULES,
  ...ALONE_RULES,
  ...RRSET_RULES,
  ...TARGET_RULES,
  ...DELEGATION_RULES,
  ...READING_RULES,
];

/** The rules by their ids. What single values must look like has ids too, such as `mx-preference`: those are firm. */
export const KNOWN_RULES: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** Nobody can turn the rule off or lower it. */
export function isFirm(id: string): boolean {
  const rule = KNOWN_RULES.get(id);
  return rule === undefined || rule.firm === true;
}
