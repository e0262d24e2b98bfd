import { answer } from "./answer.ts";
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
  const rdlength = optLength(identity) - OPT_HEAD;
  let at = answer.at;
  out[at++] = 0;
  out[at++] = 0;
  out[at++] = OPT;
  out[at++] = MAX_UDP_PAYLOAD >>> 8;
  out[at++] = MAX_UDP_PAYLOAD & 0xff;
  out[at++] = answer.rcode === BADVERS ? BADVERS >>> 4 : 0;
  out[at++] = 0; // the version that we speak (RFC 6891 §6.1.3)
  out[at++] = query.dnssecOk ? DO : 0;
  out[at++] = 0;
  out[at++] = rdlength >>> 8;
  out[at++] = rdlength;
  for (let from = 0; from < rdlength; from++) out[at++] = identity.nsidOption[from]!;
  answer.at = at;
  answer.additionals += 1;
}

const OPT_HEAD = 11; // root name, type, class, TTL, length
const DO = 0x80;
