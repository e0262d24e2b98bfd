import type { SerialDecision } from "../serial/decide.ts";
import type { Jump, JumpCause } from "../serial/jump.ts";

const MOST_NAMED = 3; // places in the sentence

/**
 * That a serial jumps, why, and what follows: a sentence without its final stop. Undefined where it does not.
 *
 * @param isNew nobody has the zone from us yet, so it goes on from no serial of ours: a style that makes more of the day
 * than its last home did is what everybody wants
 */
export function jumpSentence(decision: SerialDecision, isNew: boolean): string | undefined {
  if (!("jump" in decision) || decision.jump === undefined) return undefined;
  const causes = decision.jump.causes.filter(({ kind }) => !isNew || kind !== "style");
  if (causes.length === 0) return undefined;
  const jump = { ...decision.jump, causes };
  const why = [...causes.slice(0, MOST_NAMED).map(causeText), ...moreText(causes.length - MOST_NAMED)].join(
    ", ",
  );
  const what = "serial" in decision ? `would go from ${jump.from} to ${decision.serial}` : "may jump";
  return `Its serial ${what}, for ${why}: a serial is for ever, and none below can be used again${strandedText(jump)}`;
}

function causeText(cause: JumpCause): string {
  switch (cause.kind) {
    case "place":
      return `${cause.by} answers ${cause.serial}`;
    case "above":
      return `serial_above says ${cause.serial}`;
    case "style":
      return `the style "${cause.style}" makes ${cause.serial} now`;
    default:
      return cause satisfies never;
  }
}

function moreText(more: number): string[] {
  return more > 0 ? [`and ${more} more`] : [];
}

/** Why not simply a smaller one. */
function strandedText({ causes }: Jump): string {
  return causes.some(({ kind }) => kind === "place")
    ? "; with a smaller one, whoever answers so would keep the content that it has"
    : "";
}
