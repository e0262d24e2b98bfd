import { OPT } from "../../dns/type-numbers.ts";
import { query } from "../query/question.ts";
import { answer, NO_ERROR } from "./answer.ts";
import { MAX_UDP_PAYLOAD } from "./limits.ts";

/** Octets of an OPT record without options: root name, type, class, TTL, length (RFC 6891 §6.1.2). */
export const OPT_HEAD = 11;

/** Octets that the OPT record of the answer takes, 0 for a query without EDNS (RFC 6891 §7). */
export function optLength(): number {
  if (!query.edns) return 0;
  return OPT_HEAD + answer.cookie.length + answer.keepalive.length + answer.nsid.length;
}

/** Adds the OPT record. Of the flags only DO comes back (RFC 3225 §3, RFC 6891 §6.1.4). */
export function writeOpt(): void {
  const { out } = answer;
  const start = answer.at;
  let at = start;
  out[at++] = 0;
  out[at++] = 0;
  out[at++] = OPT;
  out[at++] = MAX_UDP_PAYLOAD >>> 8;
  out[at++] = MAX_UDP_PAYLOAD & 0xff;
  out[at++] = answer.rcode >>> 4;
  out[at++] = 0; // the version that we speak (RFC 6891 §6.1.3)
  out[at++] = query.dnssecOk ? DO : 0;
  out[at++] = 0;
  at = writeOption(answer.cookie, at + 2);
  at = writeOption(answer.keepalive, at);
  at = writeOption(answer.nsid, at);
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

const DO = 0x80;
const EXTENDED_ERROR = 15; // RFC 8914 §2
const EXTENDED_ERROR_LENGTH = 6; // code, length, INFO-CODE, no text

/** A question may be so long that little else fits in 512 octets: the record goes before its options. */
function writeOption(option: Uint8Array, start: number): number {
  if (start + option.length > answer.limit) return start;
  const { out } = answer;
  let at = start;
  for (let from = 0; from < option.length; from++) out[at++] = option[from]!;
  return at;
}
