import type { ProofQuestion } from "./question-set.ts";

/**
 * Questions in wire form, each behind its length (RFC 1035 §4.2.2), with OPT (RFC 6891 §6.1.2), so that DO can be set: as a
 * resolver asks over TCP.
 */
export function writeQueries(questions: readonly ProofQuestion[]): Uint8Array {
  const lengths = questions.reduce((sum, { name }) => sum + name.length + FIXED, 0);
  const out = new Uint8Array(lengths);
  let at = 0;
  for (const { name, type, dnssec } of questions) {
    const length = name.length + FIXED - 2;
    out[at] = length >>> 8;
    out[at + 1] = length;
    out[at + 7] = 1; // QDCOUNT, after the id and the flags, which are 0
    out[at + 13] = 1; // ARCOUNT
    at += 14;
    for (let octet = 0; octet < name.length; octet++) out[at++] = name.charCodeAt(octet);
    out[at] = type >>> 8;
    out[at + 1] = type;
    out[at + 3] = 1; // class IN
    // OPT of the root: type 41, 65,535 octets, version 0.
    out[at + 6] = 41;
    out[at + 7] = 0xff;
    out[at + 8] = 0xff;
    if (dnssec) out[at + 11] = 0x80;
    at += 15;
  }
  return out;
}

/** Octets beside the name: its length, the header, type and class, and OPT. */
const FIXED = 2 + 12 + 4 + 11;

/** Takes answers apart that stand behind their lengths; each is a view of the octets. */
export function* splitAnswers(framed: Uint8Array): IterableIterator<Uint8Array, undefined> {
  for (let at = 0; at + 2 <= framed.length; ) {
    const end = at + 2 + ((framed[at]! << 8) | framed[at + 1]!);
    yield framed.subarray(at + 2, end);
    at = end;
  }
}

/** Two answers are the same octets. */
export function isSameAnswer(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
