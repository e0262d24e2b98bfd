import { rcodeName } from "../../dns/message-rcode.ts";
import { printName } from "../../dns/name.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { typeName } from "../../dns/types.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { Answered, AskedAt, AskedPast, ChangedRecord, SerialFrom } from "./asked.ts";
import type { CommitWords } from "./history.ts";
import { printTime } from "./moment.ts";
import { printDig } from "./print-dig.ts";

/** How much of a commit's id is shown. */
const SHORT = 12; // digits: enough in any repository

/** The answer as dig prints it, and below it, as comments, what is known around it. */
export function printAsked(asked: AskedPast): string {
  const { folder, at, reply, zones, changed, answered, notes } = asked;
  const lines = [
    printAt(folder, at),
    ...zones.map(
      ({ origin, serial, from }) => `zone ${printName(origin)} serial ${serial}, ${printFrom(from)}`,
    ),
    ...changed.flatMap(printChanged),
    ...(at.kind === "commit" ? printAnswered(answered) : []),
    ...notes,
  ];
  // One comment has one line, whatever a commit says of itself.
  return `${printDig(reply)}\n${lines.map((line) => `;; ${showHidden(line)}`).join("\n")}\n`;
}

/** The same for programs. */
export function askedToJson({ folder, at, reply, zones, changed, answered, notes }: AskedPast): object {
  const { rcode, flags, question, answer, authority, additional } = reply;
  return {
    version: 1,
    folder,
    at:
      at.kind === "working-folder"
        ? { kind: at.kind, ...(at.head !== undefined && { head: at.head }) }
        : { kind: at.kind, ...wordsToJson(at.words), by: at.by },
    question: question.map(({ name, type }) => ({ name: printName(name), type: typeName(type) })),
    rcode: rcodeName(rcode),
    flags: Object.entries(flags).flatMap(([flag, isSet]) => (isSet ? [flag] : [])),
    answer: answer.map(printRecord),
    authority: authority.map(printRecord),
    additional: additional.map(printRecord),
    zones: zones.map(({ origin, serial, from }) => ({ zone: printName(origin), serial, from })),
    changed: changed.map(({ record, file, line, commit }) => ({
      record: printRecord(record),
      file,
      line,
      commit: commit === undefined ? null : wordsToJson(commit),
    })),
    answered: answeredToJson(answered),
    notes,
  };
}

/** What a commit says of itself, for programs. */
export function wordsToJson({ commit, author, time, subject }: CommitWords): object {
  return { commit, author, time: timeToJson(time), subject };
}

/** A commit on one line: its id, when, by whom, and what it says. */
export function printCommit({ commit, author, time, subject }: CommitWords): string {
  return `${commit.slice(0, SHORT)} of ${printTime(time)} by ${author}: ${subject}`;
}

function printAt(folder: string, at: AskedAt): string {
  const shown = JSON.stringify(folder);
  if (at.kind === "working-folder") return `from the working folder ${shown} as it is, committed or not`;
  const { by } = at;
  const how =
    by === "name"
      ? "at commit"
      : by === "time"
        ? "by the last commit of that time (no record of a deployment says what was answered):"
        : `by deployment ${by.deployment}, proved ${printTime(by.time)}, which stood at that time:`;
  return `from ${shown} ${how} ${printCommit(at.words)}`;
}

function printFrom(from: SerialFrom): string {
  return "deployment" in from
    ? `as written down by deployment ${from.deployment}`
    : `made by the style "${from.style}": which one was served is not written down`;
}

function printChanged({ record, file, line, commit }: ChangedRecord): string[] {
  const who = commit === undefined ? "not committed yet" : printCommit(commit);
  return [`${file}:${line} ${who}`, `  ${printRecord(record)}`];
}

function printAnswered(answered: Answered): string[] {
  switch (answered.kind) {
    case "unknown":
      return [`from when until when this was answered is not known: ${answered.reason}`];
    case "never":
      return ["no deployment that is written down answered this"];
    case "known": {
      const { from, until } = answered;
      const end =
        until === undefined
          ? "and still, as far as deployments are written down"
          : `until ${printTime(until.time)} (deployment ${until.deployment})`;
      return [`answered from ${printTime(from.time)} (deployment ${from.deployment}) ${end}`];
    }
    default:
      return answered satisfies never;
  }
}

function answeredToJson(answered: Answered): object | null {
  if (answered.kind !== "known") return answered;
  const { kind, from, until } = answered;
  return { kind, from: pointToJson(from), until: until === undefined ? null : pointToJson(until) };
}

function pointToJson({ deployment, time }: { readonly deployment: number; readonly time: number }): object {
  return { deployment, time: timeToJson(time) };
}

/** In ISO 8601; null where a commit has no time that there is. */
function timeToJson(time: number): string | null {
  const date = new Date(time * 1_000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
