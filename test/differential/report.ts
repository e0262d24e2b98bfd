import { rcodeName } from "../../dns/message-rcode.ts";
import { printName } from "../../dns/name.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { KNOWN_DIFFERENCES } from "./known-differences.ts";
import type { NormalAnswer } from "./normal-form.ts";
import { printZone } from "./print-zone.ts";
import { printQuestion } from "./question.ts";
import type { Counts, RunResult, ShownFailure } from "./run-servers.ts";

/** Why a run does not pass, in sentences; none where it does. */
export function complaintsOf(result: RunResult): string[] {
  const { asked, agreed, known, failed, stopped } = result;
  const complaints = stopped === undefined ? [] : [`The run ended after ${asked} queries: ${stopped}`];
  if (failed > 0) complaints.push(`${failed} of ${asked} queries failed`);
  if (agreed < LEAST_AGREED * asked) {
    complaints.push(
      `NSD, Knot and BIND agree on ${percent(agreed, asked)} only; below 95 % the run is too weak`,
    );
  }
  for (const [id, count] of known) {
    if (count > MOST_OF_ONE_KIND * asked) {
      complaints.push(`"${id}" matches ${percent(count, asked)} of the queries; expected 1 % at most`);
    }
  }
  return complaints;
}

/** A line about a run that goes on. */
export function printProgress({ asked, agreed, failed }: Counts): string {
  return `${asked} queries, NSD, Knot and BIND agree on ${percent(agreed, asked)}, ${failed} failed\n`;
}

/** The counts of a run and its failures, for people. */
export function printResult(seed: number, result: RunResult): string {
  const { asked, agreed, known, failed, shown } = result;
  const lines = [
    `seed ${seed}: ${asked} queries, NSD, Knot and BIND agree on ${percent(agreed, asked)}, ${failed} failed`,
    ...KNOWN_DIFFERENCES.filter(({ id }) => known.has(id)).map(
      ({ id }) => `  ${percent(known.get(id)!, asked).padStart(8)}  ${id}`,
    ),
    ...shown.flatMap((failure) => ["", ...printFailure(seed, failure)]),
    ...complaintsOf(result).map((complaint) => `FAILED: ${complaint}`),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * Why a run that looks for news does not pass, in sentences; none where it does. Its seed is a new one each time, and
 * NSD, Knot and BIND differ from each other in more ways than a table will ever have. So a few answers on which they do
 * not agree are news to look at, and no fault; one answer on which they do, and ours does not, is. Too few questions are
 * asked for the shares of a whole run to mean something.
 */
export function faultsOf(result: RunResult): string[] {
  const { asked, failed, wrong, stopped } = result;
  const faults = stopped === undefined ? [] : [`The run ended after ${asked} queries: ${stopped}`];
  if (wrong > 0) faults.push(`${wrong} of ${asked} queries are answered wrongly`);
  if (failed - wrong > MOST_NEWS * asked) {
    faults.push(`The table lacks ${failed - wrong} of ${asked} queries; expected 1 in 1,000 at most`);
  }
  return faults;
}

const LEAST_AGREED = 0.95;
const MOST_OF_ONE_KIND = 0.01;
const MOST_NEWS = 0.001;

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(3)} %`;
}

function printFailure(
  seed: number,
  { universe, failure, smallest, zones, situation }: ShownFailure,
): string[] {
  const { nsd, knot, bind, ours } = situation.answers;
  return [
    `${failure.reason} (seed ${seed}, universe ${universe})`,
    ...zones.flatMap((zone) => [
      `  zone ${printName(zone.origin)}`,
      ...printZone(zone)
        .trimEnd()
        .split("\n")
        .map((line) => `    ${line}`),
    ]),
    `  query ${printQuestion(smallest.question)}`,
    ...printAnswer("NSD", nsd),
    ...printAnswer("Knot", knot),
    ...printAnswer("BIND", bind),
    ...printAnswer("ours", ours),
  ];
}

function printAnswer(name: string, { form, message, isTruncated }: NormalAnswer): string[] {
  if (message === undefined) return [`  ${name}: ${form}`];
  const { rcode, flags, edns } = message;
  const set = Object.entries(flags).flatMap(([flag, isSet]) => (isSet ? [flag] : []));
  const extras = [
    edns === undefined ? "no EDNS" : "EDNS",
    ...(isTruncated ? ["over TCP after truncation"] : []),
  ];
  return [
    `  ${name}: ${rcodeName(rcode)} ${set.join(" ")}, ${extras.join(", ")}`,
    ...(["answer", "authority", "additional"] as const).flatMap((section) =>
      message[section].map((record) => `    ${section}: ${printRecord(record)}`),
    ),
  ];
}
