import { keyOf, printName } from "../../dns/name.ts";
import { type Position, sentence } from "../../dns/problem.ts";
import { typeName } from "../../dns/types.ts";
import type { AnswerChange, CauseGroup } from "../proof/proof.ts";
import { capital } from "./capital.ts";
import { causeSentence } from "./cause-wording.ts";
import { consequenceGroups, placesOfCauses } from "./consequences.ts";
import type { Finding } from "./finding.ts";
import { answerLines, bestExample, digLine } from "./proof-example.ts";
import { defectSentences, isOfSigning, notProvedSentences, number, REPORT_IT } from "./proof-wording.ts";
import type { Report } from "./report.ts";

/** The ids of findings about answers that change. */
export const CONSEQUENCE = "changed-answers";
export const DEFECT = "unexplained-answers";
export const NOT_PROVED = "not-proved";

/** What is wrong with zonepipe itself. It has no place in a file. */
export function defectFindings({ proof }: Report): Finding[] {
  if (proof === undefined) return [];
  const [unexplained] = proof.unexplained;
  const [disagreement] = proof.model.disagreements;
  const shown =
    unexplained ??
    (disagreement && {
      ...disagreement,
      before: disagreement.expected,
      after: disagreement.got,
      dnssec: false,
    });
  return defectSentences(proof).map(
    (what): Finding => ({
      rule: DEFECT,
      severity: "error",
      title: "a defect of zonepipe",
      message: `${what}${shown === undefined ? "" : `, the first for ${exampleText(shown)}`}. ${REPORT_IT}`,
      identity: what,
    }),
  );
}

/** What could not be compared, once for each reason. */
export function notProvedFindings({ proof }: Report): Finding[] {
  if (proof === undefined) return [];
  return notProvedSentences(proof).map(
    (what): Finding => ({
      rule: NOT_PROVED,
      severity: "warning",
      title: "not proved",
      message: `${what}. Whether other answers change there is not known.`,
      identity: what,
    }),
  );
}

/**
 * Each cause of answers that change though nobody wrote so, at its line. What goes has no line any more, so that stands at the
 * beginning of its zone.
 *
 * @param beginningOf the first line of a zone's file
 */
export function consequenceFindings(
  { proof, plan }: Report,
  beginningOf: (zone: CauseGroup["change"]["zone"]) => Position | undefined,
): Finding[] {
  if (proof === undefined) return [];
  const placeOf = placesOfCauses(plan);
  return consequenceGroups(proof).map((group): Finding => {
    const { kind, change, count } = group;
    const place = placeOf(group);
    const at = place?.isBefore === false ? place.at : beginningOf(change.zone);
    const was = place?.isBefore === true ? ` (it was at ${place.at.file}:${place.at.line})` : "";
    const example = bestExample(group.examples);
    const why = isOfSigning(group) ? "as a zone is signed otherwise" : "as a consequence";
    const answers = `${number(count)} ${count === 1 ? "answer changes" : "answers change"} ${why}`;
    const cause = capital(causeSentence(group, plan, (name) => name));
    return {
      rule: CONSEQUENCE,
      severity: "info",
      title: answers,
      message: `${answers}. ${sentence(`${cause}${was}`)}${example === undefined ? "" : ` For example ${sentence(exampleText(example))}`}`,
      ...(at !== undefined && { at }),
      identity: `${kind} ${printName(keyOf(change.owner))} ${change.type === undefined ? "" : typeName(change.type)}`,
    };
  });
}

/** `dig www.example.com. A: 192.0.2.1 → no data`, on one line. */
function exampleText(example: AnswerChange): string {
  const lines = answerLines(example);
  const [goes, comes] = ["-", "+"].map((sign) =>
    lines.flatMap((line) => (line.sign === sign ? [line.text] : [])).join(", "),
  );
  const question = digLine(example);
  if (goes === "" && comes === "") return `${question}: ${lines.map(({ text }) => text).join(", ")}`;
  if (goes === "") return `${question}: now also ${comes}`;
  return comes === "" ? `${question}: no longer ${goes}` : `${question}: ${goes} → ${comes}`;
}
