import { printIpv4 } from "../../../dns/fields/ipv4.ts";
import { printIpv6 } from "../../../dns/fields/ipv6.ts";
import { keyOf, type Name, printName } from "../../../dns/name.ts";
import type { Problem } from "../../../dns/problem.ts";
import { A, PTR } from "../../../dns/type-numbers.ts";
import { REVERSE_CONFLICT, REVERSE_DIFFERS } from "../../lint/reverse.ts";
import type { Rule } from "../../lint/rule.ts";
import type { SourceRecord, SourceZone } from "../../source/source-zone.ts";
import type { Candidate } from "./pointers.ts";

/** What is told of a record, by the judge of its zone. */
export interface ReverseFinding {
  readonly zone: Name;
  readonly problem: Problem;
  readonly record: SourceRecord;
}

/** The names of one address, of which nobody says which is the one: told at each. */
export function conflictsOf(chosen: readonly Candidate[]): ReverseFinding[] {
  return chosen.map((each, index) => {
    const other = chosen[index === 0 ? 1 : 0]!; // there are two at least
    const more = chosen.length - 2;
    const { file, line } = other.record.at;
    const others = `${printName(other.target)} (${file}:${line})${more === 0 ? "" : ` and ${more} more`}`;
    const address = addressOf(each.record);
    const message = each.isSaid
      ? `${address} shall have the PTR ${printName(each.target)} here, and elsewhere ${others}`
      : `${address} is the address of ${printName(each.target)} and of ${others}, and its PTR can have one of them`;
    const help = each.isSaid
      ? "Write `ptr` at one of them alone."
      : "Write `zonepipe: {ptr: true}` at the one whose name it shall be; the others need nothing then.";
    return finding(REVERSE_CONFLICT, each.zone, each.record, message, help);
  });
}

/** A PTR that is written and leads to none of the names that have the address. */
export function differenceOf(
  { origin }: SourceZone,
  written: readonly SourceRecord[],
  chosen: readonly Candidate[],
): ReverseFinding[] {
  const pointers = written.filter(({ type }) => type === PTR);
  const first = pointers[0];
  const targets = new Set(pointers.map(({ rdata }) => keyOf(rdata as Name))); // PTR holds one name
  if (first === undefined || chosen.some(({ target }) => targets.has(target))) return [];
  const { record, target } = chosen[0]!; // an address has one at least
  const { file, line } = record.at;
  const message = `The PTR of ${addressOf(record)} is ${printName(first.rdata as Name)}, and ${printName(target)} has that address (${file}:${line})`;
  const help = "Remove it, and it is made of the address; or turn the rule off here if it is meant.";
  return [finding(REVERSE_DIFFERS, origin, first, message, help)];
}

function finding(
  rule: Rule,
  zone: Name,
  record: SourceRecord,
  message: string,
  help: string,
): ReverseFinding {
  const { id, severity, source } = rule;
  const subject = { zone, owner: record.owner, type: record.type };
  const from = source === undefined ? {} : { source };
  return { zone, record, problem: { ...record.at, rule: id, severity, message, help, ...from, subject } };
}

function addressOf({ type, rdata }: SourceRecord): string {
  return type === A ? printIpv4(rdata) : printIpv6(rdata);
}
