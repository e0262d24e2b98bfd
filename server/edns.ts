import { answer, NO_ERROR } from "./answer.ts";
import type { Identity } from "./identity.ts";
import { MAX_UDP_PAYLOAD } from "./limits.ts";
import { BADVERS, query } from "./question.ts";
import { OPT } from "./types.ts";

/** Octets that the OPT record of the answer takes, 0 for a query without EDNS (RFC 6891 §7). */
export function optLength(identity: Identity): number {
  if (!query.edns) return 0;
  return OPT_HEAD + (query.nsid ? identity.nsidOption.length : 0);
}

/** Adds the OPT record. Of the flags only DO comes back (RFC 3225 §3, RFC 6891 §6.1.4). */
export function writeOpt(identity: Identity): void {
  const { out } = answer;
  const start = answer.at;
  let at = start;
  out[at++] = 0;
  out[at++] = 0;
  out[at++] = OPT;
  out[at++] = MAX_UDP_PAYLOAD >>> 8;
  out[at++] = MAX_UDP_PAYLOAD & 0xff;
  out[at++] = answer.rcode === BADVERS ? BADVERS >>> 4 : 0;
  out[at++] = 0; // the version that we speak (RFC 6891 §6.1.3)
  out[at++] = query.dnssecOk ? DO : 0;
  out[at++] = 0;
  at += 2;
  // A question may be so long that little else fits in 512 octets: the record goes before its options.
  if (query.nsid && at + identity.nsidOption.length <= answer.limit) {
    for (let from = 0; from < identity.nsidOption.length; from++) out[at++] = identity.nsidOption[from]!;
  }
  if (answer.extendedError !== NO_ERROR && at + EXTENDED_ERROR_LENGTH <= answer.limit) {
    out[at++] = 0;
    out[at++] = EXTENDED_ERROR;
    out[at++] = 0;
    out[at++] = 2;
    out[at++] = 0;
    out[at++] = answer.extendedError;
  }
  const rdlength = at - start - OPT_HEAD;
  out[start + 9] = rdlength >>> 8;
  out[start + 10] = rdlength;
  answer.at = at;
  answer.additionals += 1;
}

const OPT_HEAD = 11; // root name, type, class, TTL, length
const DO = 0x80;
const EXTENDED_ERROR = 15; // RFC 8914 §2
const EXTENDED_ERROR_LENGTH = 6; // code, length, INFO-CODE, no text
