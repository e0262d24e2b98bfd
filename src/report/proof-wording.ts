import type { CauseGroup, Proof, SizeChange } from "../proof/proof.ts";
import { isSound } from "../proof/prove-plan.ts";
import { namesInShort } from "./notes.ts";
import { count } from "./wording.ts";

/**
 * What the proof comes to, in one line without its final stop: `41,208 kinds of questions: 41,203 answered as before, 5
 * differ: 3 as written, 2 as a consequence (61 asked, 41,147 out of reach)`.
 */
export function proofSentence(proof: Proof): string {
  const { questions, asked, outOfReach, same, changed, ledByDname, notProved } = proof;
  if (questions === 0) return "No answer could be compared with what it was";
  const broken = questions - same - changed;
  const found = [
    changed === 0 && broken === 0
      ? questions === 1
        ? "answered as before"
        : "all answered as before"
      : `${number(same)} answered as before`,
    ...(changed === 0
      ? []
      : [`${number(changed)} ${changed === 1 ? "differs" : "differ"}: ${splitOf(proof)}`]),
    ...(broken > 0 ? [`${number(broken)} not comparable`] : []),
  ];
  const how =
    outOfReach === 0 ? "all were asked" : `${number(asked)} asked, ${number(outOfReach)} out of reach`;
  const led =
    ledByDname === 0
      ? ""
      : `; ${number(ledByDname)} more ${ledByDname === 1 ? "is" : "are"} led to these by DNAMEs and answered as they are`;
  const left = notProved.length === 0 ? "" : "; not all is proved";
  const kinds = questions === 1 ? "kind of question" : "kinds of questions";
  return `${number(questions)} ${kinds}: ${found.join(", ")} (${how})${led}${left}`;
}

/** What changed as written, as a consequence, and for no reason that there is: `3 as written, 2 as a consequence`. */
function splitOf(proof: Proof): string {
  const consequences = consequencesOf(proof);
  const unexplained = unexplainedOf(proof);
  const ofZones = proof.groups.reduce((sum, group) => sum + (isWholeZone(group) ? group.count : 0), 0);
  const ofSigning = proof.groups.reduce((sum, group) => sum + (isOfSigning(group) ? group.count : 0), 0);
  return [
    ...(proof.asWritten > 0 ? [`${number(proof.asWritten)} as written`] : []),
    ...(ofZones > 0 ? [`${number(ofZones)} with a zone that begins or ends`] : []),
    ...(ofSigning > 0 ? [`${number(ofSigning)} as a zone is signed otherwise`] : []),
    ...(consequences > 0 ? [`${number(consequences)} as a consequence`] : []),
    ...(unexplained > 0 ? [`${number(unexplained)} that no change explains`] : []),
  ].join(", ");
}

/** Answers that change though nobody wrote so, each with its cause. */
export function consequencesOf({ groups }: Proof): number {
  return groups.reduce((sum, group) => sum + (isConsequence(group) ? group.count : 0), 0);
}

/** It is more than what was written, and more than that a zone begins or ends, or is signed otherwise. */
export function isConsequence(group: CauseGroup): boolean {
  return group.kind !== "written" && !isOfSigning(group) && !isWholeZone(group);
}

/** A zone is signed otherwise, which may change every answer of it: that is told once for the zone. */
export function isOfSigning({ kind }: CauseGroup): boolean {
  return kind === "signing";
}

/** A zone begins or ends where nothing else answers, so that all of it changes: every face says that of the zone itself. */
function isWholeZone({ kind, examples }: CauseGroup): boolean {
  return kind === "zone" && examples.every(({ before, after }) => before === NOT_OURS || after === NOT_OURS);
}

const NOT_OURS = "REFUSED"; // what the nameserver answers outside of its zones

/** Answers that change without a cause; more than are listed, where there are very many. */
function unexplainedOf({ changed, groups, unexplained }: Proof): number {
  const explained = groups.reduce((sum, group) => sum + group.count, 0);
  return Math.max(changed - explained, unexplained.length);
}

/** What a first line says of a proof: what nobody wrote, and a fault of ours. */
export function proofInBrief(proof: Proof | undefined): string[] {
  if (proof === undefined) return [];
  const consequences = consequencesOf(proof);
  return consequences === 0
    ? []
    : [`${number(consequences)} ${consequences === 1 ? "consequence" : "consequences"}`];
}

/** It shows a fault of zonepipe, whatever the change is. */
export function isDefect(proof: Proof | undefined): boolean {
  return proof !== undefined && !isSound(proof);
}

/** What is wrong with zonepipe, as sentences; none where nothing is. */
export function defectSentences(proof: Proof): string[] {
  const unexplained = unexplainedOf(proof);
  const { asked, agreed, disagreements } = proof.model;
  const wrong = Math.max(asked - agreed, disagreements.length);
  return [
    ...(unexplained > 0
      ? [
          `${count(unexplained, "answer")} ${unexplained === 1 ? "changes" : "change"}, and no change of the zones explains it`,
        ]
      : []),
    ...(disagreements.length > 0
      ? [`${count(wrong, "answer")} of the nameserver ${wrong === 1 ? "is" : "are"} not what the zones say`]
      : []),
  ];
}

/** What to do about a fault of ours. */
export const REPORT_IT =
  "This is a defect of zonepipe, not of your change. Do not rely on this plan, and please report it with the example.";

/** How far the model of answers was asked, without a final stop; undefined where it was not. */
export function modelSentence({ model: { asked, agreed } }: Proof): string | undefined {
  if (asked === 0) return undefined;
  return agreed === asked
    ? `All ${number(asked)} answers that the model of answers judged are what the zones say`
    : `${number(agreed)} of ${number(asked)} answers that the model of answers judged are what the zones say`;
}

/** What was not proved, once for each reason, without final stops: `example.com.: …`. */
export function notProvedSentences({ notProved }: Proof): string[] {
  return [...Map.groupBy(notProved, ({ reason }) => reason)].map(([reason, those]) => {
    const zones = those.flatMap(({ zone }) => (zone === undefined ? [] : [zone]));
    return zones.length === 0 ? reason : `${namesInShort(zones)}: ${reason}`;
  });
}

/** What becomes of an answer that crosses a size: `480 → 530 octets: …`. */
export function sizeSentence(size: SizeChange): string {
  return `${octetsText(size)} octets: ${sizeClause(size)}`;
}

/** `480 → 530` */
export function octetsText({ before, after }: SizeChange): string {
  return `${number(before)} → ${number(after)}`;
}

/** What it means for clients, without a final stop. */
export function sizeClause({ after, limit }: SizeChange): string {
  return SIZES[limit][after > limit ? "over" : "within"];
}

const SIZES = {
  512: {
    over: "no longer fits into 512, so clients without EDNS ask again over TCP",
    within: "fits into 512 again, so clients without EDNS need no TCP",
  },
  1232: {
    over: "no longer fits into 1,232, so answers over UDP are truncated",
    within: "fits into 1,232 again, so answers over UDP are whole",
  },
} as const;

/** A count as people read it: `41,208`. */
export function number(value: number): string {
  return value.toLocaleString("en");
}
