import { BADVERS, FORMERR, NOERROR, NOTAUTH, NOTIMP } from "../../dns/message-rcode.ts";
import { IXFR, OPT } from "../../dns/type-numbers.ts";
import { makeNameBuffer, type NameBuffer, readName } from "./name.ts";
import { RECORD_TAIL, skipRecord, u16 } from "./query-record.ts";
import { readTsig } from "./tsig.ts";

/** A query as it was read. One object, filled again by each `readQuery`. */
export interface Query {
  /** QNAME in lower case; while a chain of CNAMEs is followed, the name that it has come to. */
  name: NameBuffer;
  type: number;
  class: number;
  opcode: number;
  /** Offset after the question, 12 where there is none that can be read. */
  end: number;
  /** The query has an OPT record, so the answer has one too (RFC 6891 §6.1.1). */
  edns: boolean;
  /** The client's UDP payload size, as it stands in the OPT record. */
  payload: number;
  dnssecOk: boolean;
  /** The client asks for the server's identifier (RFC 5001). */
  nsid: boolean;
  /** The octets of the COOKIE option (RFC 7873 §4); room for as many as it may have. */
  readonly cookie: Uint8Array;
  /** How many there were, -1 where there is no such option. More than fit make it malformed. */
  cookieLength: number;
  /** Octets in the edns-tcp-keepalive option (RFC 7828 §3.1), -1 where there is none. */
  keepaliveLength: number;
  /** The query is signed with a key (RFC 8945), see `readTsig`. */
  tsig: boolean;
}

/** The most octets in a COOKIE option (RFC 7873 §4). */
export const MAX_COOKIE_LENGTH = 40;

const own = makeNameBuffer();

/** A name that was read before its packet is; the next `readQuery` takes it, and takes it once. */
export const readBefore: {
  name: NameBuffer | undefined;
  /** What `readName` gave for it. */
  end: number;
} = { name: undefined, end: 0 };

/** The query to be read into. A thread answers one packet at a time. */
export const query: Query = {
  name: own,
  type: 0,
  class: 0,
  opcode: 0,
  end: 0,
  edns: false,
  payload: 0,
  dnssecOk: false,
  nsid: false,
  cookie: new Uint8Array(MAX_COOKIE_LENGTH),
  cookieLength: -1,
  keepaliveLength: -1,
  tsig: false,
};

/** In place of a response code: the packet gets no answer at all. */
export const SILENCE = -1;

/** In place of a response code: the query has no question, and nothing else is wrong with it. */
export const NO_QUESTION = -2;

/** Octets in the header of a message (RFC 1035 §4.1.1). */
export const HEADER_LENGTH = 12;

/**
 * Reads the first `length` octets of `packet` into `query`. Gives the response code: NOERROR for a question to be
 * answered, NO_QUESTION or SILENCE.
 */
export function readQuery(packet: Uint8Array, length: number): number {
  // A response is never answered, so that two servers cannot keep each other busy.
  if (length < HEADER_LENGTH || (packet[2]! & QR) !== 0) return SILENCE;
  query.end = HEADER_LENGTH;
  query.edns = false;
  query.dnssecOk = false;
  query.nsid = false;
  query.cookieLength = -1;
  query.keepaliveLength = -1;
  query.tsig = false;
  query.opcode = (packet[2]! >>> 3) & 0xf;
  const verdict = readSections(packet, length);
  // Of an opcode that we do not know, we read what we can: an OPT record is to be answered by one (RFC 6891 §6.1.1).
  return query.opcode === QUERY || query.opcode === NOTIFY || verdict === BADVERS ? verdict : NOTIMP;
}

function readSections(packet: Uint8Array, length: number): number {
  const questions = u16(packet, QDCOUNT);
  if (questions === 0) return readWithoutQuestion(packet, length);
  if (questions > 1) return FORMERR;
  const end = readQuestionName(packet, length);
  if (end < 0 || end + 4 > length) return FORMERR;
  query.type = u16(packet, end);
  query.class = u16(packet, end + 2);
  query.end = end + 4;
  const answers = u16(packet, ANCOUNT);
  const authorities = u16(packet, NSCOUNT);
  const verdict = readAdditional(packet, length, answers + authorities);
  if (verdict !== NOERROR) return verdict;
  if (query.opcode === NOTIFY) return NOTAUTH; // nobody is primary over us (RFC 1996 §3.10)
  // A query brings no answer, and no authority but the SOA of IXFR (RFC 1995 §3).
  return answers === 0 && (authorities === 0 || query.type === IXFR) ? NOERROR : FORMERR;
}

function readQuestionName(packet: Uint8Array, length: number): number {
  const { name } = readBefore;
  if (name === undefined) {
    query.name = own;
    return readName(own, packet, HEADER_LENGTH, length);
  }
  readBefore.name = undefined;
  query.name = name;
  return readBefore.end;
}

/** Such a query can only ask for a cookie (RFC 7873 §5.4). */
function readWithoutQuestion(packet: Uint8Array, length: number): number {
  const others = u16(packet, ANCOUNT) + u16(packet, NSCOUNT);
  const verdict = readAdditional(packet, length, others);
  if (verdict === NOTAUTH) return FORMERR; // nothing is there that could be signed
  if (verdict !== NOERROR) return verdict;
  return others === 0 && query.opcode === QUERY ? NO_QUESTION : FORMERR;
}

const QR = 0x80;
const QUERY = 0;
const NOTIFY = 4;
const QDCOUNT = 4;
const ANCOUNT = 6;
const NSCOUNT = 8;
const ARCOUNT = 10;
const DO = 0x80; // RFC 3225 §3
const NSID = 3; // RFC 5001 §2.1
const COOKIE = 10; // RFC 7873 §4
const KEEPALIVE = 11; // RFC 7828 §3.1
const OPT_HEAD = 1 + RECORD_TAIL; // of the root

/**
 * Reads the additional section, which has nothing but an OPT record and, as its last, a TSIG; what stands behind it is
 * ignored. It is looked for behind the `others`, the records of the other sections, too: IXFR and NOTIFY bring a SOA (RFC 1995 §3, RFC 1996 §3.7).
 */
function readAdditional(packet: Uint8Array, length: number, others: number): number {
  let at = query.end;
  for (let left = others; left > 0; left--) {
    at = skipRecord(packet, length, at);
    if (at < 0) return FORMERR;
  }
  let left = u16(packet, ARCOUNT);
  if (left === 0) return NOERROR;
  let version = 0;
  if (isOpt(packet, length, at)) {
    version = packet[at + 6]!;
    at = readOpt(packet, length, at);
    left -= 1;
  }
  if (at >= 0 && left > 0) {
    at = readTsig(packet, length, at);
    query.tsig = at >= 0;
    left -= 1;
  }
  // A second OPT is a format error (RFC 6891 §6.1.1), and so is a TSIG that is not the last (RFC 8945 §5.2). Of such a
  // section nothing is believed, so there is no OPT in the answer, as in NSD, Knot and BIND.
  if (at < 0 || left > 0) {
    query.edns = false;
    return FORMERR;
  }
  return version !== 0 ? BADVERS : query.tsig ? NOTAUTH : NOERROR;
}

function isOpt(packet: Uint8Array, length: number, at: number): boolean {
  return at + OPT_HEAD <= length && packet[at] === 0 && u16(packet, at + 1) === OPT;
}

/** Reads the OPT record at `at`. Gives the offset after it, -1 where it is broken. */
function readOpt(packet: Uint8Array, length: number, at: number): number {
  const end = at + OPT_HEAD + u16(packet, at + 9);
  if (end > length) return -1;
  const version = packet[at + 6]!;
  if (version === 0 && !readOptions(packet, at + OPT_HEAD, end)) return -1;
  query.edns = true;
  query.payload = u16(packet, at + 3);
  query.dnssecOk = (packet[at + 7]! & DO) !== 0;
  return end;
}

/** Options that we do not know are ignored (RFC 6891 §6.1.2). False when one runs over the end. */
function readOptions(packet: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at + 4 <= end) {
    const size = u16(packet, at + 2);
    const data = at + 4;
    if (data + size > end) return false;
    if (packet[at] === 0) readOption(packet, packet[at + 1]!, data, size);
    at = data + size;
  }
  return at === end;
}

function readOption(packet: Uint8Array, code: number, data: number, size: number): void {
  if (code === NSID) query.nsid = true;
  else if (code === KEEPALIVE) query.keepaliveLength = size;
  else if (code === COOKIE && query.cookieLength < 0) {
    // Of several cookies the first counts (RFC 7873 §5.2).
    query.cookieLength = size;
    for (let index = 0; index < size && index < MAX_COOKIE_LENGTH; index++) {
      query.cookie[index] = packet[data + index]!;
    }
  }
}
