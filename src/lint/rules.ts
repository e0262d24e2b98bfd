import type { Fix } from "../../dns/problem.ts";
import { suggest, writing } from "../source/suggest.ts";
import { FAMILIES } from "./families.ts";
import type { Rule } from "./rule.ts";

/** Every rule that has a name of its own, in the order of the documentation. */
export const RULES: readonly Rule[] = FAMILIES.flatMap(({ rules }) => rules);

/** The rules by their ids. What single values must look like has ids too, such as `mx-preference`: those are firm. */
export const KNOWN_RULES: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** What to write instead of a rule that does not exist: the one that was meant, of those that can be set. */
export function meantRule(id: string): { readonly help: string; readonly fix?: Fix } {
  const meant = suggest(
    id,
    RULES.map((rule) => rule.id).filter((each) => !isFirm(each)),
  );
  return meant === undefined
    ? { help: "`zonepipe explain` lists the rules." }
    : { help: `Did you mean ${JSON.stringify(meant)}?`, fix: writing(meant) };
}

/** Nobody can turn the rule off or lower it. */
export function isFirm(id: string): boolean {
  const rule = KNOWN_RULES.get(id);
  return rule === undefined || rule.firm === true;
}

/** Why nobody can turn a rule off or lower it, to follow a colon. */
export function whyFirm(id: string): string {
  const rule = KNOWN_RULES.get(id);
  if (rule?.whyFirm !== undefined) return rule.whyFirm;
  if (rule?.needs !== "base") return "a zone that breaks it cannot be served";
  return rule.severity === "error"
    ? "a label on the pull request allows such a change"
    : "it is told as an effect of the change and stops nothing";
}
