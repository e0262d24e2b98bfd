import { CLASS_IN } from "./classes.ts";
import { Fault } from "./fault.ts";
import { type Edns, OPT, readEdns, writeEdns } from "./message-edns.ts";
import { type NameOffsets, writeCompressed, writeRdata } from "./message-names.ts";
import type { Name } from "./name.ts";
import { codecOf } from "./records/index.ts";
import { MAX_TTL } from "./ttl.ts";
import { typeName } from "./types.ts";
import { type Octets, octetsOf, Reader, Writer } from "./wire.ts";
import type { ZoneRecord } from "./zone.ts";

/** A DNS message (RFC 1035 §4.1) with its OPT record (RFC 6891) taken out of the additional section. */
export interface Message {
  /** 0 to 65535. */
  readonly id: number;
  /** 0 is QUERY (RFC 1035 §4.1.1). */
  readonly opcode: number;
  /** Response code; above 15 only with EDNS, which carries the high bits (RFC 6891 §6.1.3). */
  readonly rcode: number;
  readonly flags: Flags;
  readonly question: readonly MessageQuestion[];
  readonly answer: readonly MessageRecord[];
  readonly authority: readonly MessageRecord[];
  /** Without OPT. */
  readonly additional: readonly MessageRecord[];
  /** What the OPT record says; absent where there is none. */
  readonly edns?: Edns;
}

/** The bits of the header (RFC 1035 §4.1.1, RFC 4035 §3.1.6 and §3.2). */
export interface Flags {
  /** It is a response. */
  readonly qr: boolean;
  /** Authoritative answer. */
  readonly aa: boolean;
  /** Truncated. */
  readonly tc: boolean;
  /** Recursion desired. */
  readonly rd: boolean;
  /** Recursion available. */
  readonly ra: boolean;
  /** Authentic data. */
  readonly ad: boolean;
  /** Checking disabled. */
  readonly cd: boolean;
}

/** An entry of the question section (RFC 1035 §4.1.2). */
export interface MessageQuestion {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
}

/** A record in a message; its rdata holds no compressed names. */
export interface MessageRecord extends ZoneRecord {
  readonly class: number;
}

/** The most octets that a message can have: TCP gives its length in two (RFC 1035 §4.2.2). */
const MAX_MESSAGE_LENGTH = 0xffff;

/** No bit of the header set: what an iterative question has. */
export const NO_FLAGS: Flags = {
  qr: false,
  aa: false,
  tc: false,
  rd: false,
  ra: false,
  ad: false,
  cd: false,
};

/**
 * Reads a message. Any bytes give a message or a fault, which says in words what is wrong where. A TTL with its
 * highest bit set reads as 0 (RFC 2181 §8).
 */
export function decodeMessage(bytes: Uint8Array): Message | { readonly fault: string } {
  try {
    return readMessage(bytes);
  } catch (error) {
    if (error instanceof Fault) return { fault: error.message };
    throw error;
  }
}

/**
 * Writes a message with its names compressed (RFC 1035 §4.1.4). The case of names stays as it is. Throws a
 * `RangeError` when the message does not fit into 65,535 octets, or has an rcode above 15 and no EDNS.
 */
export function encodeMessage(message: Message): Uint8Array {
  const { id, opcode, rcode, flags, question, answer, authority, additional, edns } = message;
  if (rcode > 15 && edns === undefined) throw new RangeError(`Rcode ${rcode} needs EDNS; expected 0 to 15`);
  const out = new Writer();
  const offsets: NameOffsets = new Map();
  out.u16(id);
  out.u16(flagBits(flags) | (opcode << 11) | (rcode & 15));
  out.u16(question.length);
  out.u16(answer.length);
  out.u16(authority.length);
  out.u16(additional.length + (edns === undefined ? 0 : 1));
  for (const { name, type, class: klass } of question) {
    writeCompressed(name, out, offsets);
    out.u16(type);
    out.u16(klass);
  }
  for (const record of [...answer, ...authority, ...additional]) writeRecord(record, out, offsets);
  if (edns !== undefined) writeEdns(edns, rcode, out);
  if (out.length > MAX_MESSAGE_LENGTH) {
    throw new RangeError(`Message is ${out.length} octets long; expected ${MAX_MESSAGE_LENGTH} at most`);
  }
  return out.bytes.slice(0, out.length);
}

const QR = 0x8000;
const AA = 0x0400;
const TC = 0x0200;
const RD = 0x0100;
const RA = 0x0080;
const AD = 0x0020;
const CD = 0x0010;

function flagBits({ qr, aa, tc, rd, ra, ad, cd }: Flags): number {
  return (
    (qr ? QR : 0) |
    (aa ? AA : 0) |
    (tc ? TC : 0) |
    (rd ? RD : 0) |
    (ra ? RA : 0) |
    (ad ? AD : 0) |
    (cd ? CD : 0)
  );
}

function readMessage(bytes: Uint8Array): Message {
  const wire = new Reader(bytes, 0, bytes.length, true);
  const { id, bits, questions, answers, authorities, additionals } = within("the header", () => ({
    id: wire.u16(),
    bits: wire.u16(),
    questions: wire.u16(),
    answers: wire.u16(),
    authorities: wire.u16(),
    additionals: wire.u16(),
  }));
  const question = many(questions, "question", () => readQuestion(wire));
  const answer = many(answers, "answer record", () => readRecord(wire));
  const authority = many(authorities, "authority record", () => readRecord(wire));
  const everything = many(additionals, "additional record", () => readRecord(wire));
  within("the message", () => wire.finish());

  const opts = everything.filter(isOpt);
  if (opts.length > 1) throw new Fault(`the message has ${opts.length} OPT records; expected 1 at most`, "");
  if (answer.some(isOpt) || authority.some(isOpt)) {
    throw new Fault("the message has an OPT record outside the additional section", "");
  }
  const opt = opts[0] && within("the OPT record", () => readEdns(opts[0]!));
  return {
    id,
    opcode: (bits >> 11) & 15,
    rcode: (bits & 15) | ((opt?.rcodeBits ?? 0) << 4),
    flags: {
      qr: (bits & QR) !== 0,
      aa: (bits & AA) !== 0,
      tc: (bits & TC) !== 0,
      rd: (bits & RD) !== 0,
      ra: (bits & RA) !== 0,
      ad: (bits & AD) !== 0,
      cd: (bits & CD) !== 0,
    },
    question,
    answer: answer.map(limitTtl),
    authority: authority.map(limitTtl),
    additional: everything.filter((record) => !isOpt(record)).map(limitTtl),
    ...(opt && { edns: opt.edns }),
  };
}

function readQuestion(wire: Reader): MessageQuestion {
  return { name: wire.name(), type: wire.u16(), class: wire.u16() };
}

/** The record with its TTL as on the wire: in OPT it is no TTL. */
function readRecord(wire: Reader): MessageRecord {
  const owner = wire.name();
  const type = wire.u16();
  const klass = wire.u16();
  const ttl = wire.u32();
  const length = wire.u16();
  if (length > wire.left) {
    throw new Fault(`says that its data is ${length} octets long, but ${wire.left} are left`, "");
  }
  return { owner, type, class: klass, ttl, rdata: readRdata(wire, type, klass, length) };
}

function readRdata(wire: Reader, type: number, klass: number, length: number): Octets {
  const start = wire.at;
  const end = start + length;
  wire.at = end;
  // A record without data stands in an update, with class ANY or NONE (RFC 2136 §2.4 and §2.5).
  if (length === 0 && klass !== CLASS_IN) return "";
  try {
    return codecOf(type).expand(new Reader(wire.bytes, start, end, true));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // The table has the types as they are in class IN; in another class the same number can mean something else.
    if (klass !== CLASS_IN) return octetsOf(wire.bytes, start, end);
    throw new Fault(`of type ${typeName(type)}: ${error.message}`, error.help, error.rule);
  }
}

function writeRecord(record: MessageRecord, out: Writer, offsets: NameOffsets): void {
  writeCompressed(record.owner, out, offsets);
  out.u16(record.type);
  out.u16(record.class);
  out.u32(record.ttl);
  const lengthAt = out.length;
  out.u16(0);
  if (record.class === CLASS_IN) writeRdata(record.type, record.rdata, out, offsets);
  else out.octets(record.rdata);
  const length = out.length - lengthAt - 2;
  if (length > 0xffff) throw new RangeError(`Rdata is ${length} octets long; expected 65535 at most`);
  out.bytes[lengthAt] = length >> 8;
  out.bytes[lengthAt + 1] = length;
}

function limitTtl(record: MessageRecord): MessageRecord {
  return record.ttl > MAX_TTL ? { ...record, ttl: 0 } : record;
}

function isOpt(record: MessageRecord): boolean {
  return record.type === OPT;
}

/** Reads so many entries; a fault says which of them it is about. */
function many<Entry>(count: number, what: string, read: () => Entry): Entry[] {
  const entries: Entry[] = [];
  for (let number = 1; number <= count; number++) entries.push(within(`${what} ${number}`, read));
  return entries;
}

/** Puts before a fault's message where in the message it is. */
function within<Value>(place: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof Fault ? new Fault(`${place} ${error.message}`, error.help, error.rule) : error;
  }
}
