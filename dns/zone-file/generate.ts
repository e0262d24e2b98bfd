import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import { Writer } from "../wire.ts";
import { takeHead } from "./head.ts";
import { nextEntry } from "./next-entry.ts";
import type { Reading } from "./reading.ts";
import { readRecord } from "./record.ts";
import { type Made, openSource, placeOf } from "./source.ts";
import { parseTemplate, type Template, writeTemplate } from "./template.ts";

/**
 * Obeys BIND's `$GENERATE start-stop[/step] owner [TTL] [class] type data`: one record for each number, which stands
 * for `$` in owner and data (see `parseTemplate`). A single text in quotes is read as the data itself, as BIND does
 * (`MX "10 mail$"`); without the quotes data may be several words, which BIND refuses. The last owner and the origin
 * stay what they were. After a number whose record is refused no more are made.
 */
export function readGenerate(reading: Reading): void {
  const { tokens } = reading;
  const made: Made = { ...placeOf(reading.source, tokens.start), number: 0 };
  const { start, stop, step } = takeRange(tokens);
  const records = Math.floor((stop - start) / step) + 1;
  const template = takeTemplate(reading, start + (records - 1) * step);
  tokens.next = RANGE; // what is wrong from here on is wrong with the range
  tokens.take("a range");
  count(reading, records, template);

  const line = new Writer();
  const source = openSource(reading.source.file, line.bytes, made);
  reading.include(source, tokens.origin);
  const before = reading.problems.length;
  for (let number = start; number <= stop && reading.problems.length === before; number += step) {
    line.length = 0;
    writeTemplate(template, number, line);
    made.number = number;
    source.bytes = line.bytes;
    source.end = line.length;
    source.at = 0;
    readLine(reading);
  }
  reading.leave();
}

function readLine(reading: Reading): void {
  const { source, tokens } = reading;
  if (!nextEntry(source, tokens)) return;
  if (source.fault !== undefined) {
    reading.report(placeOf(source, source.fault.at), source.fault);
    return;
  }
  tokens.take("an owner");
  readRecord(reading);
}

const RANGE = 1; // its place among the tokens

interface Range {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

function takeRange(tokens: Tokens): Range {
  const expected = `start-stop or start-stop/step, with numbers from 0 to ${MAX_NUMBER}`;
  tokens.take(expected);
  const parts = /^([0-9]{1,10})-([0-9]{1,10})(?:\/([0-9]{1,10}))?$/.exec(tokens.text);
  const start = Number(parts?.[1]);
  const stop = Number(parts?.[2]);
  const step = Number(parts?.[3] ?? 1);
  if (start <= stop && stop <= MAX_NUMBER && step >= 1 && step <= MAX_NUMBER) return { start, stop, step };
  throw new Fault(
    `range is ${JSON.stringify(tokens.text)}; expected ${expected}`,
    "The first number is the smaller one, and the step is 1 or more: 1-254 or 0-255/8.",
  );
}

/** Takes all that is left: the line that is made for each number. */
function takeTemplate(reading: Reading, last: number): Template {
  const { tokens } = reading;
  tokens.take("an owner");
  const owner = parseTemplate(quote(tokens), last);
  const headAt = tokens.next;
  takeHead(reading);
  const dataAt = tokens.next;
  tokens.next = headAt;
  let head = " ";
  while (tokens.next < dataAt) {
    tokens.take("a record type");
    head += `${tokens.text} `;
  }
  const data: Template[] = [];
  const isText = tokens.left === 1;
  do {
    tokens.take("data");
    const text = isText && tokens.quoted ? tokens.text.replaceAll('\\"', '"') : quote(tokens);
    data.push(parseTemplate(text, last), [" "]);
  } while (tokens.left > 0);
  return [...owner, head, ...data.flat()];
}

/** The token as it stands in the file, with its quotes. */
function quote(tokens: Tokens): string {
  return tokens.quoted ? `"${tokens.text}"` : tokens.text;
}

/** Keeps count of what is made, so that a short file can't keep us busy for hours. */
function count(reading: Reading, records: number, template: Template): void {
  let octets = 0;
  for (const piece of template)
    octets += typeof piece === "string" ? piece.length : Math.max(piece.width, 10);
  reading.generated += records;
  reading.generatedOctets += records * octets;
  if (reading.generated <= MAX_GENERATED && reading.generatedOctets <= MAX_GENERATED_OCTETS) return;
  throw new Fault(
    `makes more than ${MAX_GENERATED} records or ${MAX_GENERATED_OCTETS} octets of text in this file`,
    "Take a smaller range, or write the records out.",
    "generate-limit",
  );
}

const MAX_NUMBER = 2 ** 31 - 1; // as in BIND
const MAX_GENERATED = 2 ** 20; // every address of a /12
const MAX_GENERATED_OCTETS = 2 ** 28;
