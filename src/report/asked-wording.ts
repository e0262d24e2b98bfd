import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { type AskedDeletion, type AskedRecorded, isWholeCount } from "./asked.ts";
import { moment } from "./watch-wording.ts";
import { count, nameInZone } from "./wording.ts";

/**
 * How often something that goes was asked for: `41,000 questions since 2026-03-03 10:00 UTC, on 4 of 4 machines`. That it was
 * not is said only where all who answer have told.
 */
export function askedWords(asked: AskedDeletion): string {
  const { told, machines, first, since, others, recorded } = asked;
  const where = `on ${told} of ${count(machines, "machine")}`;
  const unheard = [
    ...(told === machines
      ? []
      : [told === machines - 1 ? "the other does not tell" : "the others do not tell"]),
    ...(others.length === 0 ? [] : [`not asked: ${others.join(", ")}`]),
  ];
  const rest = unheard.map((sentence) => `; ${sentence}`).join("");
  if (recorded?.found.kind === "some") {
    const quiet = recorded.since === undefined ? "" : `, none since ${moment(recorded.since)}`;
    return `${someWords(asked, recorded)}${quiet}, ${where}${quiet === "" ? "" : seamWords(recorded)}${rest}`;
  }
  const isWhole = isWholeCount(asked);
  if (recorded?.found.kind === "none" && recorded.since !== undefined && isWhole) {
    const own = asked.count === 0 ? "" : " but our own";
    if (own !== "" || recorded.since < since)
      return `no question${own} since ${moment(recorded.since)}, ${where}${seamWords(recorded)}`;
  }
  if (asked.count > 0) {
    const isExact = isWhole && first.getTime() === since.getTime();
    return `${isExact ? "" : "at least "}${questions(asked.count)} since ${moment(first)}, ${where}${rest}`;
  }
  if (isWhole) return `no question since ${moment(since)}, ${where}`;
  return `whether anybody asks is not known: no question since ${moment(since)}, ${where}${rest}`;
}

/** Those of the record are not all of them: nobody counted at the seams. */
function someWords({ count: now, first }: AskedDeletion, { found, first: begin }: AskedRecorded): string {
  const recorded = found.kind === "some" ? found.count : undefined;
  if (recorded !== undefined) return `at least ${questions(recorded)} since ${moment(begin)}`;
  const counted = now === 0 ? "" : `at least ${questions(now)} since ${moment(first)}, and `;
  return `${counted}questions whose number is not known since ${moment(begin)}`;
}

function seamWords({ seams: { releases, milliseconds } }: AskedRecorded): string {
  const minutes = Math.max(1, Math.ceil(milliseconds / MINUTE));
  return `, but for ${count(minutes, "minute")} of ${count(releases, "release")} in which not all was counted`;
}

const MINUTE = 60_000; // milliseconds

/** What was asked for, as in the table of a zone's changes; of a whole zone its name. */
export function askedSubject({ zone, rrset }: AskedDeletion): string {
  return rrset === undefined ? printName(zone) : `${nameInZone(rrset.owner, zone)} ${typeName(rrset.type)}`;
}

function questions(number: number): string {
  return number === 1 ? "1 question" : `${number.toLocaleString("en")} questions`;
}
