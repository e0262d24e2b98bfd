import { MAX_RDATA_LENGTH } from "../records/record-type.ts";
import { headsIn, plainHeadTtl, plainHeadType, takePlainHead } from "./plain-head.ts";
import { plainNameEnd, putPlainName } from "./plain-name.ts";
import {
  afterBlanks,
  BLANK,
  COMMENT,
  CR,
  DOT,
  LF,
  LINE_END,
  lineEnd,
  ORDINARY,
  PLAIN_KINDS,
  plainDepth,
  plainLines,
  resetGaps,
} from "./plain-octets.ts";
import { plainProgram } from "./plain-program.ts";
import { plainRdataEnd, putPlainRdata } from "./plain-rdata.ts";
import { setPlainRoom } from "./plain-room.ts";
import { areSame } from "./plain-words.ts";
import type { Reading } from "./reading.ts";

/**
 * Reads entries as long as they are such as most of zone files are: nothing but a comment, or a record whose owner, type and data need no
 * second look (no escapes outside of quotes, no type with rare fields). It goes over the octets once and makes no tokens. It stops at the end
 * and before every other entry, a faulty one included: of that nothing was taken, and the reader of entries says what it is.
 */
export function readPlainLines(reading: Reading): void {
  const { source, out, view, onRecord } = reading;
  const { words: text, endOfLines, bytes } = source;
  const { origin, wire } = reading;
  let { at, line } = source;
  let ownerEnd = reading.ownerLength;
  let isOwnerKnown = reading.owner === "known";
  // Where the text of the owner in `wire` stands, if it begins with a label: often the next line has the same.
  let ownerAt = 0;
  let ownerLength = 0;
  let start = at;
  view.wire = out.bytes;
  view.file = source.file;
  resetGaps(endOfLines);
  headsIn(source.number);
  setPlainRoom(out.bytes.length);
  for (; at < endOfLines; start = at) {
    const kind = PLAIN_KINDS[text.getUint8(at)]!;
    let column = 1;
    if (kind === ORDINARY) {
      if (ownerLength > 0 && areSame(text, at, ownerAt, ownerLength) && isBlank(text, at + ownerLength)) {
        at += ownerLength;
      } else {
        at = putPlainName(text, at, wire, 0, origin);
        if (at < 0) break;
        ownerEnd = plainNameEnd;
        ownerAt = start;
        ownerLength = at - start;
      }
    } else if (kind < BLANK) {
      if (kind !== DOT && text.getUint8(at) !== AT_SIGN) break; // a directive leaves the owner as it is
      at = putPlainName(text, at, wire, 0, origin);
      if (at < 0) break;
      ownerEnd = plainNameEnd;
      ownerLength = 0;
    } else {
      at = afterBlanks(text, at);
      const first = PLAIN_KINDS[text.getUint8(at)];
      if (first === LINE_END || first === COMMENT) {
        at = afterLine(text, at);
        line += 1;
        continue;
      }
      if (first !== ORDINARY || !isOwnerKnown) break;
      column = at - start + 1;
    }

    at = takePlainHead(text, bytes, at);
    if (at < 0) break;
    const steps = plainProgram(plainHeadType);
    if (steps === undefined) break;
    let ttl = plainHeadTtl;
    if (ttl < 0) ttl = reading.defaultTtl === -1 ? reading.lastTtl : reading.defaultTtl;
    if (ttl < 0) break;
    at = putPlainRdata(text, at, wire, ownerEnd, steps, origin);
    if (at < 0 || plainDepth !== 0 || plainRdataEnd - ownerEnd > MAX_RDATA_LENGTH) break;
    if (text.getUint8(at) === LF) {
      at += 1;
    } else {
      const last = PLAIN_KINDS[text.getUint8(at)];
      if (last !== LINE_END && last !== COMMENT) break;
      at = afterLine(text, at);
    }

    if (plainHeadTtl >= 0) reading.lastTtl = plainHeadTtl;
    isOwnerKnown = true;
    reading.owner = "known";
    reading.ownerLength = ownerEnd;
    view.ownerLength = ownerEnd;
    view.rdataStart = ownerEnd;
    view.rdataEnd = plainRdataEnd;
    view.type = plainHeadType;
    view.ttl = ttl;
    view.line = line;
    view.column = column;
    line += 1;
    if (plainLines > 0) {
      line += plainLines;
      resetGaps(endOfLines);
    }
    onRecord(view);
  }
  source.at = start;
  source.line = line;
}

function isBlank(text: DataView, at: number): boolean {
  return PLAIN_KINDS[text.getUint8(at)] === BLANK;
}

/** Behind the line end from there on. */
function afterLine(text: DataView, from: number): number {
  const at = lineEnd(text, from);
  return at + (text.getUint8(at) === CR && text.getUint8(at + 1) === LF ? 2 : 1);
}

const AT_SIGN = 0x40;
