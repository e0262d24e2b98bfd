import { CLASS_CH } from "../../dns/classes.ts";
import { REFUSED } from "../../dns/message-rcode.ts";
import { ANY, TXT } from "../../dns/type-numbers.ts";
import { HEADER_LENGTH, query } from "../query/question.ts";
import { answer } from "./answer.ts";
import type { Identity } from "./identity.ts";

/** Answers what a server tells of itself in class CHAOS (RFC 4892); every other name there is refused. */
export function answerChaos(identity: Identity): void {
  const text =
    isNamed(ID_SERVER) || isNamed(HOSTNAME_BIND)
      ? identity.serverText
      : isNamed(VERSION_SERVER) || isNamed(VERSION_BIND)
        ? identity.versionText
        : undefined;
  if (text === undefined || (query.type !== TXT && query.type !== ANY)) {
    answer.rcode = REFUSED;
    return;
  }
  if (answer.at + RECORD_HEAD + text.length > answer.end) {
    answer.truncated = true;
    return;
  }
  const { out } = answer;
  let at = answer.at;
  out[at++] = 0xc0;
  out[at++] = HEADER_LENGTH;
  out[at++] = 0;
  out[at++] = TXT;
  out[at++] = 0;
  out[at++] = CLASS_CH;
  for (let left = 4; left > 0; left--) out[at++] = 0; // TTL 0: never to be kept
  out[at++] = text.length >>> 8;
  out[at++] = text.length;
  for (const octet of text) out[at++] = octet;
  answer.at = at;
  answer.answers = 1;
}

const RECORD_HEAD = 12;
const ID_SERVER = Buffer.from("\x02id\x06server\0");
const HOSTNAME_BIND = Buffer.from("\x08hostname\x04bind\0");
const VERSION_SERVER = Buffer.from("\x07version\x06server\0");
const VERSION_BIND = Buffer.from("\x07version\x04bind\0");

function isNamed(name: Uint8Array): boolean {
  if (query.name.length !== name.length) return false;
  for (let at = 0; at < name.length; at++) if (query.name.octets[at] !== name[at]) return false;
  return true;
}
