import { NOERROR, NXDOMAIN, rcodeName } from "../../dns/message-rcode.ts";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Resolve } from "../verify/targets.ts";
import type { Answer, Question } from "../verify/types.ts";
import { FAMILIES } from "./families.ts";
import { lint } from "./lint.ts";
import type { LintZone } from "./lint-zone.ts";
import type { Outside, Resolved } from "./outside.ts";

/** Questions that one run asks at most: enough for the policies of a few domains, and no load for anybody. */
export const MOST_QUESTIONS = 30;

/** Asks a recursive resolver; one answer for each question, in their order. */
export type AskResolver = Resolve;

/**
 * Finds out what the rules that need a resolver want to know of these zones, and asks for it: first what the zones
 * name themselves, then what those answers name, and so on, up to `MOST_QUESTIONS`.
 */
export async function askResolver(
  zones: readonly LintZone[],
  ask: AskResolver,
): Promise<NonNullable<Outside["resolve"]>> {
  const answers = new Map<string, Resolved>();
  while (answers.size < MOST_QUESTIONS) {
    const wanted = wantedBy(zones, answers).slice(0, MOST_QUESTIONS - answers.size);
    if (wanted.length === 0) break;
    const replies = await ask(wanted);
    wanted.forEach((question, index) => {
      answers.set(keyOf(question), resolved(question, replies[index]!));
    });
  }
  return (name, type) => answers.get(keyOf({ name, type })) ?? TOO_MANY;
}

const ASKING = FAMILIES.filter(({ rules }) => rules.some(({ needs }) => needs === "resolver"));

const TOO_MANY: Resolved = {
  kind: "unknown",
  reason: `${MOST_QUESTIONS} questions were asked, which is the most for one run`,
};

/** What the rules ask for that nobody has answered yet. */
function wantedBy(zones: readonly LintZone[], answers: ReadonlyMap<string, Resolved>): Question[] {
  const wanted = new Map<string, Question>();
  const resolve = (name: Question["name"], type: number): Resolved => {
    const question = { name, type, recursive: true };
    const known = answers.get(keyOf(question));
    if (known === undefined) wanted.set(keyOf(question), question);
    return known ?? TOO_MANY;
  };
  lint(zones, { resolve, notChecked: () => {} }, ASKING);
  return [...wanted.values()];
}

function keyOf({ name, type }: Question): string {
  return `${type} ${name}`;
}

function resolved({ name, type }: Question, answer: Answer): Resolved {
  const what = `${printName(name)} ${typeName(type)}`;
  if (answer.outcome !== "reply") {
    return { kind: "unknown", reason: `the resolver gave no answer for ${what}: ${answer.reason}` };
  }
  if (answer.rcode === NXDOMAIN) return { kind: "none" };
  if (answer.rcode !== NOERROR) {
    return { kind: "unknown", reason: `the resolver answered ${rcodeName(answer.rcode)} for ${what}` };
  }
  // Aliases come first and what they lead to behind them (RFC 1034 §4.3.2), so the owner may be another name.
  const records = answer.answer.filter((record) => record.type === type);
  return records.length === 0 ? { kind: "none" } : { kind: "records", records };
}
