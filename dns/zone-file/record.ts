import { Fault } from "../fault.ts";
import { writeTakenName } from "../fields/name.ts";
import type { Tokens } from "../tokens.ts";
import { MAX_TTL } from "../ttl.ts";
import { typeName } from "../types.ts";
import { isGeneric, takeGeneric } from "./generic.ts";
import { NO_TTL, SOA, takeHead } from "./head.ts";
import type { Reading } from "./reading.ts";
import { placeOf } from "./source.ts";

/**
 * Reads the entry in `reading.tokens` as a record (RFC 1035 §5.1) and hands it over. What is wrong with it is noted
 * instead. Where the entry has an owner, that token is taken already.
 */
export function readRecord(reading: Reading): void {
  const { out, view, source } = reading;
  if (!source.blankOwner) readOwner(reading);
  else if (reading.owner === "none") reportNoOwner(reading);
  reading.type = undefined;
  out.length = reading.ownerLength;
  try {
    takeHead(reading);
    takeRdata(reading);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    reportFault(reading, error);
    return;
  }
  if (reading.owner === "faulty" || view.ttl < 0) return; // noted where it was found
  view.wire = out.bytes;
  view.ownerLength = reading.ownerLength;
  view.rdataStart = reading.ownerLength;
  view.rdataEnd = out.length;
  view.file = source.file;
  view.line = source.made === undefined ? source.tokenLine : source.made.line;
  view.column = source.made === undefined ? source.tokenColumn : source.made.column;
  reading.onRecord(view);
}

function readOwner(reading: Reading): void {
  const { tokens, out } = reading;
  out.length = 0;
  try {
    if (tokens.quoted) throw new Fault("stands in quotes; expected a domain name", "Remove the quotes.");
    writeTakenName(tokens, out);
    reading.owner = "known";
    reading.ownerLength = out.length;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    reading.reportToken(
      new Fault(`Owner ${error.message}`, error.help, error.rule),
      "owner",
      "RFC 1035 §5.1",
    );
    reading.forgetOwner();
  }
}

function takeRdata(reading: Reading): void {
  const { tokens, out, view } = reading;
  const { code, codec } = reading.type!; // takeHead gave it
  if (isGeneric(tokens)) {
    takeGeneric(tokens, out, reading.type!);
  } else if (codec !== undefined) {
    codec.parse(tokens, out);
  } else {
    throw onlyGeneric(tokens, code);
  }
  if (code === SOA) view.ttl = ttlOfSoa(reading);
}

/** The type has no text form here. */
function onlyGeneric(tokens: Tokens, code: number): Fault {
  const type = typeName(code);
  const expected = "expected \\#, the length and hex digits";
  const help = `Write the data as in \`${type} \\# 4 c0000201\` (RFC 3597 §5).`;
  if (tokens.left === 0) {
    tokens.start = tokens.end; // the type, which is never in quotes
    return new Fault(`${type} data is missing; ${expected}`, help, "generic-rdata");
  }
  tokens.take("data");
  return new Fault(
    `${type} data begins with ${JSON.stringify(tokens.text)}; ${expected}`,
    help,
    "generic-rdata",
  );
}

/** A SOA record without any TTL takes its own minimum, which then holds for all that follows. */
function ttlOfSoa(reading: Reading): number {
  const { view, out } = reading;
  if (view.ttl !== NO_TTL) return view.ttl;
  const { bytes, length } = out;
  const minimum = new DataView(bytes.buffer, bytes.byteOffset + length - 4, 4).getUint32(0);
  reading.defaultTtl = Math.min(minimum, MAX_TTL);
  return reading.defaultTtl;
}

function reportFault(reading: Reading, fault: Fault): void {
  const { type } = reading;
  if (type === undefined) reading.reportToken(fault, "record-head", "RFC 1035 §5.1");
  else reading.reportToken(fault, `${typeName(type.code).toLowerCase()}-rdata`, type.codec?.rfc);
}

function reportNoOwner(reading: Reading): void {
  reading.report(
    placeOf(reading.source, reading.source.entryStart),
    {
      rule: "owner-missing",
      message: "The line begins with a blank, and no record stands before it whose owner it could take",
      help: "Begin the first record with its owner, for example @.",
    },
    "RFC 1035 §5.1",
  );
  reading.forgetOwner();
}
