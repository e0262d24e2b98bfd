import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { type AskedDeletion, isWholeCount } from "./asked.ts";
import { moment } from "./watch-wording.ts";
import { count, nameInZone } from "./wording.ts";

/**
 * How often something that goes was asked for: `41,000 questions since 2026-03-03 10:00 UTC, on 4 of 4 machines`. That it was
 * not is said only where all who answer have told.
 */
export function askedWords(asked: AskedDeletion): string {
  const { told, machines, first, since, others } = asked;
  const where = `on ${told} of ${count(machines, "machine")}`;
  const unheard = [
    ...(told === machines
      ? []
      : [told === machines - 1 ? "the other does not tell" : "the others do not tell"]),
    ...(others.length === 0 ? [] : [`not asked: ${others.join(", ")}`]),
  ];
  const rest = unheard.map((sentence) => `; ${sentence}`).join("");
  if (asked.count > 0) {
    const isExact = isWholeCount(asked) && first.getTime() === since.getTime();
    return `${isExact ? "" : "at least "}${questions(asked.count)} since ${moment(first)}, ${where}${rest}`;
  }
  if (isWholeCount(asked)) return `no question since ${moment(since)}, ${where}`;
  return `whether anybody asks is not known: no question since ${moment(since)}, ${where}${rest}`;
}

/** What was asked for, as in the table of a zone's changes; of a whole zone its name. */
export function askedSubject({ zone, rrset }: AskedDeletion): string {
  return rrset === undefined ? printName(zone) : `${nameInZone(rrset.owner, zone)} ${typeName(rrset.type)}`;
}

function questions(number: number): string {
  return number === 1 ? "1 question" : `${number.toLocaleString("en")} questions`;
}
