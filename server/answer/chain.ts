import { CLASS_IN } from "../../dns/classes.ts";
import { YXDOMAIN } from "../../dns/message-rcode.ts";
import { CNAME, DNAME } from "../../dns/type-numbers.ts";
import { LOWER, readName } from "../query/name.ts";
import { query } from "../query/question.ts";
import {
  NODE_INFO,
  NODE_NAME,
  RECORD_HEAD,
  ROW,
  RRSET_COUNTS,
  RRSET_EXTRA_COUNT,
  RRSET_EXTRAS,
  type Tables,
} from "../tables/tables.ts";
import { answer, copyName, placeOfSuffix, setWrittenName, writeRRset } from "./answer.ts";
import { countUse } from "./asked.ts";
import { MAX_CHAIN, MAX_CHAIN_OFFSET } from "./limits.ts";
import { findPlace, findRRset, NOWHERE } from "./lookup.ts";

/** Forgets the chain of the question before. */
export function beginChain(): void {
  length = 0;
  steps = 0;
  isNameStale = false;
}

/** Writes the CNAME of `source` for the current name and goes on to its target (RFC 1034 §3.6.2). */
export function followCname(tables: Tables, source: number): number {
  const rrset = findRRset(tables, source, CNAME);
  const row = rrset * ROW;
  countUse(rrset);
  const ownerAt = placeOfSuffix(answer.nameLength);
  // A loop ends where it would repeat itself.
  if (!mayGoOn() || isLinked(rrset, ownerAt)) return NOWHERE;
  const start = answer.at;
  const ownerLength = tables.rows[source * ROW + NODE_INFO]! & 0xff;
  const records = writeRRset(tables, rrset, ownerLength, ownerAt);
  if (records === 0) {
    answer.truncated = true;
    return NOWHERE;
  }
  answer.answers += records;
  if (isTooFar()) return NOWHERE;
  addLink(rrset, ownerAt, answer.nameLength, start);
  const { rows } = tables;
  const nameLength = rows[row + RRSET_EXTRA_COUNT]!;
  const hasPointer = rows[row + RRSET_COUNTS]! >>> 16 !== 0;
  const plain = rdlengthAt(start) - 2;
  setWrittenName(start + RECORD_HEAD, nameLength, hasPointer ? nameLength - plain : 0);
  isNameStale = true;
  return rows[row + RRSET_EXTRAS]!;
}

/**
 * Writes the DNAME of `node`, which lies above the current name, and the CNAME that follows from it, and goes on to
 * the new name (RFC 6672 §3.2). A name that would be too long is YXDOMAIN (§2.2).
 */
export function followDname(tables: Tables, node: number): number {
  const { out } = answer;
  const rrset = findRRset(tables, node, DNAME);
  countUse(rrset);
  const ownerLength = tables.rows[node * ROW + NODE_INFO]! & 0xff;
  if (!mayGoOn()) return NOWHERE;
  let start = linkedAt(rrset);
  if (start >= 0) {
    // A target below its owner grows for ever: once is enough, as in NSD.
    if (isTargetBelowOwner(tables, node, start)) return NOWHERE;
  } else {
    start = answer.at;
    const dnameOwner = placeOfSuffix(ownerLength);
    const records = writeRRset(tables, rrset, ownerLength, dnameOwner);
    if (records === 0) {
      answer.truncated = true;
      return NOWHERE;
    }
    answer.answers += records;
    addLink(rrset, dnameOwner, ownerLength, start);
  }
  const ownerAt = placeOfSuffix(answer.nameLength);
  if (isLinked(SYNTHESISED, ownerAt)) return NOWHERE;
  const targetAt = start + RECORD_HEAD;
  const targetLength = rdlengthAt(start);
  const prefix = answer.nameLength - ownerLength;
  if (prefix + targetLength > MAX_NAME_LENGTH) {
    answer.rcode = YXDOMAIN;
    return NOWHERE;
  }
  const rdlength = prefix + Math.min(targetLength, 2); // the root is shorter than a pointer to it
  if (answer.at + RECORD_HEAD + rdlength > answer.end) {
    answer.truncated = true;
    return NOWHERE;
  }
  let at = answer.at;
  addLink(SYNTHESISED, ownerAt, answer.nameLength, at);
  out[at++] = 0xc0 | (ownerAt >>> 8);
  out[at++] = ownerAt;
  out[at++] = 0;
  out[at++] = CNAME;
  out[at++] = 0;
  out[at++] = CLASS_IN;
  for (let ttl = start + 6; ttl < start + 10; ttl++) out[at++] = out[ttl]!; // that of the DNAME (RFC 6672 §3.1)
  out[at++] = rdlength >>> 8;
  out[at++] = rdlength;
  const nameAt = at;
  copyName(out, at, answer.nameLength, ownerLength);
  at += prefix;
  if (targetLength === 1) {
    out[at++] = 0;
  } else {
    out[at++] = 0xc0 | (targetAt >>> 8);
    out[at++] = targetAt;
  }
  answer.at = at;
  answer.answers += 1;
  if (isTooFar()) return NOWHERE;
  if (targetLength > 1) setWrittenName(targetAt, targetLength, 0);
  setWrittenName(nameAt, prefix + targetLength, targetLength > 1 ? targetLength : 0);
  isNameStale = true;
  // The CNAME itself was asked for, and there it is.
  if (query.type === CNAME) return NOWHERE;
  loadCurrentName();
  return findPlace(tables, query.name);
}

/** The RRset stands in the answer already, for the current name: an RRset is in an answer once (RFC 2181 §5). */
export function isInChain(rrset: number): boolean {
  return isLinked(rrset, placeOfSuffix(answer.nameLength));
}

/** Makes `query.name` the current name. Following a CNAME leaves it behind, since its target is known already. */
export function loadCurrentName(): void {
  if (!isNameStale) return;
  isNameStale = false;
  copyName(current, 0, answer.nameLength, 0);
  readName(query.name, current, 0, answer.nameLength);
}

const MAX_NAME_LENGTH = 255; // RFC 1035 §2.3.4
/** Stands for the RRset of a CNAME that was made of a DNAME. */
const SYNTHESISED = -1;

// The RRsets of the chain so far, where and how long their owners are in the message, and where they stand themselves.
const linkRRset = new Int32Array(2 * MAX_CHAIN);
const linkOwner = new Int32Array(2 * MAX_CHAIN);
const linkOwnerLength = new Int32Array(2 * MAX_CHAIN);
const linkStart = new Int32Array(2 * MAX_CHAIN);
let length = 0;
let steps = 0;
let isNameStale = false;
const current = new Uint8Array(256);

/** Counts a step of the chain. False when that is one too many; who wants more asks for the last name. */
function mayGoOn(): boolean {
  steps += 1;
  return steps <= MAX_CHAIN;
}

/** What was written last, perhaps with many signatures, goes so far that the names behind it are out of reach. */
function isTooFar(): boolean {
  return answer.at > MAX_CHAIN_OFFSET;
}

function addLink(rrset: number, ownerAt: number, ownerLength: number, start: number): void {
  linkRRset[length] = rrset;
  linkOwner[length] = ownerAt;
  linkOwnerLength[length] = ownerLength;
  linkStart[length] = start;
  length += 1;
}

/** The chain has this RRset with the current name, which stands at `ownerAt`, as its owner. */
function isLinked(rrset: number, ownerAt: number): boolean {
  for (let link = 0; link < length; link++) {
    // Names that grow from step to step differ in length, which is quickly seen.
    if (linkRRset[link] !== rrset || linkOwnerLength[link] !== answer.nameLength) continue;
    if (isSameName(linkOwner[link]!, ownerAt)) return true;
  }
  return false;
}

/** Where the RRset stands in the message, -1 when it does not. */
function linkedAt(rrset: number): number {
  for (let link = 0; link < length; link++) if (linkRRset[link] === rrset) return linkStart[link]!;
  return -1;
}

/** Two names in the message are equal; both were written by us, so their pointers lead backwards and end. */
function isSameName(a: number, b: number): boolean {
  const { out } = answer;
  let left = a;
  let right = b;
  for (;;) {
    while (out[left]! >= 0xc0) left = ((out[left]! & 0x3f) << 8) | out[left + 1]!;
    while (out[right]! >= 0xc0) right = ((out[right]! & 0x3f) << 8) | out[right + 1]!;
    if (left === right) return true;
    const size = out[left]!;
    if (size !== out[right]) return false;
    if (size === 0) return true;
    for (let end = left + size; left < end; ) {
      left += 1;
      right += 1;
      if (LOWER[out[left]!] !== LOWER[out[right]!]) return false;
    }
    left += 1;
    right += 1;
  }
}

function isTargetBelowOwner(tables: Tables, node: number, start: number): boolean {
  const { out } = answer;
  const row = node * ROW;
  const ownerLength = tables.rows[row + NODE_INFO]! & 0xff;
  const name = tables.rows[row + NODE_NAME]!;
  const end = start + RECORD_HEAD + rdlengthAt(start);
  let at = start + RECORD_HEAD;
  while (end - at > ownerLength) at += 1 + out[at]!;
  if (end - at !== ownerLength) return false;
  for (let octet = 0; octet < ownerLength; octet++) {
    if (LOWER[out[at + octet]!] !== tables.heap[name + octet]) return false;
  }
  return true;
}

function rdlengthAt(start: number): number {
  const { out } = answer;
  return (out[start + 10]! << 8) | out[start + 11]!;
}
