import { decodeMessage, type Message, type MessageRecord } from "../../dns/message.ts";
import { isAtOrBelow, keyOf, type Name } from "../../dns/name.ts";
import type { Reply } from "./ask-fully.ts";
import type { Question } from "./question.ts";
import { recordKey } from "./record-key.ts";
import type { Truth } from "./truth.ts";

/** An answer as it is compared. What servers are free to do otherwise is left out of it. */
export interface NormalAnswer extends Parts {
  /** All the parts together: equal for answers that say the same. */
  readonly form: string;
  /** The whole answer, over TCP if need be. Undefined where there was none, or none that can be read. */
  readonly message: Message | undefined;
  /** Octets in the answer over UDP, where it was asked over UDP. */
  readonly length: number;
  /** It did not fit into UDP. */
  readonly isTruncated: boolean;
  /** A record stands twice in a section, which no RRset can have (RFC 2181 §5). */
  readonly hasTwins: boolean;
}

/** The parts of an answer, in a form in which equal ones are equal. */
export interface Parts {
  /** With the question and OPT; or why there is no answer. */
  readonly header: string;
  readonly answer: string;
  /** SOA, delegations and DS. */
  readonly authority: string;
  /** NSEC and NSEC3. */
  readonly proof: string;
  readonly additional: string;
}

/**
 * Brings an answer into normal form. Records count as sets, with their TTLs. The authority section counts when the
 * answer section is empty, and always its SOA, its delegations and its DNSSEC proofs. Of the additional section, the
 * glue that a referral must have (RFC 9471 §3.1) counts exactly as the zone has it. Any other record in these two only
 * has to be true data of the zones. Where to truncate is the server's own choice, as names may be compressed more or
 * less: a truncated answer counts as what came over TCP instead.
 */
export function normalise({ first, second }: Reply, question: Question, truth: Truth): NormalAnswer {
  if (first === undefined) return nothing("silence");
  const message = decodeMessage(first);
  if ("fault" in message) return nothing(`unreadable: ${message.fault}`);
  const isTooLong = question.transport === "udp" && first.length > mostOctets(question);
  if (isTooLong) return nothing(`${first.length} octets, too long for the client`);
  if (!message.flags.tc) return normal(message, first.length, false);
  if (second === undefined) return nothing("truncated, and silence over TCP");
  const again = decodeMessage(second);
  if ("fault" in again) return nothing(`unreadable over TCP: ${again.fault}`);
  // The flags as in UDP; but the rcode there may be that of a chain which was not followed to its end.
  return normal({ ...again, flags: { ...message.flags, tc: again.flags.tc } }, first.length, true);

  function normal(whole: Message, length: number, isTruncated: boolean): NormalAnswer {
    const parts = partsOf(whole, question, truth);
    const form = Object.values(parts).join("\n--\n");
    return { ...parts, form, message: whole, length, isTruncated, hasTwins: hasTwins(whole) };
  }
}

function nothing(header: string): NormalAnswer {
  const empty = { answer: "", authority: "", proof: "", additional: "" };
  return {
    header,
    ...empty,
    form: header,
    message: undefined,
    length: 0,
    isTruncated: false,
    hasTwins: false,
  };
}

const NS = 2;
const A = 1;
const SOA = 6;
const AAAA = 28;
const DS = 43;
const RRSIG = 46;
const NSEC = 47;
const NSEC3 = 50;
const YXDOMAIN = 6;

const LEAST_PAYLOAD = 512; // octets that every client takes (RFC 6891 §6.2.3)

function mostOctets({ edns }: Question): number {
  return edns === undefined ? LEAST_PAYLOAD : Math.max(LEAST_PAYLOAD, edns.size);
}

function partsOf(message: Message, question: Question, truth: Truth): Parts {
  const { answer, authority, additional } = message;
  const delegation = delegationOf(message, truth);
  const says = (record: MessageRecord) => !isProof(record) && counts(record, message, truth);
  const isFalse = (record: MessageRecord) => signedType(record) !== SOA && !truth.isTrue(record);
  const beside = authority.filter((record) => !isProof(record) && !says(record));
  const glue = additional.filter((record) => isRequiredGlue(record, delegation, truth));
  return {
    header: [headerOf(message), questionOf(message, question), ednsOf(message)].join("\n"),
    answer: keysOf(answer),
    authority: keysOf(authority.filter(says)),
    proof: keysOf(authority.filter(isProof)),
    additional: keysOf([...glue, ...[...beside, ...additional].filter(isFalse)]),
  };
}

function headerOf({ opcode, rcode, flags }: Message): string {
  const set = Object.entries(flags).filter(([, isSet]) => isSet);
  return `opcode ${opcode} rcode ${rcode} ${set.map(([flag]) => flag).join(" ")}`;
}

/** The question must come back octet by octet, or, beside some errors, not at all. */
function questionOf({ question }: Message, asked: Question): string {
  const [first] = question;
  if (first === undefined) return "no question";
  const isEcho = first.name === asked.name && first.type === asked.type && first.class === asked.class;
  return isEcho && question.length === 1 ? "question" : "another question";
}

function ednsOf({ edns }: Message): string {
  return edns === undefined ? "no EDNS" : `EDNS ${edns.version}${edns.do ? " do" : ""}`;
}

function isProof(record: MessageRecord): boolean {
  const type = signedType(record);
  return type === NSEC || type === NSEC3;
}

/** A record of the authority section says something about the answer. */
function counts(record: MessageRecord, { answer, rcode }: Message, truth: Truth): boolean {
  if (answer.length === 0) return true;
  // A DNAME made a name that is too long, so there is nothing to be denied (RFC 6672 §2.2).
  if (rcode === YXDOMAIN) return false;
  if (record.type === NS) return !truth.isApex(record.owner);
  const type = signedType(record);
  return type === SOA || type === DS;
}

/** The type of the record, or of those that it signs (RFC 4034 §3.1.1). */
function signedType({ type, rdata }: MessageRecord): number {
  return type === RRSIG ? (rdata.charCodeAt(0) << 8) | rdata.charCodeAt(1) : type;
}

interface Delegation {
  readonly cut: Name;
  readonly hosts: ReadonlySet<Name>;
}

/** The delegation in the authority section, if there is one. */
function delegationOf({ authority }: Message, truth: Truth): Delegation | undefined {
  const servers = authority.filter(({ owner, type }) => type === NS && !truth.isApex(owner));
  if (servers.length === 0) return undefined;
  return {
    cut: servers[0]!.owner,
    hosts: new Set(servers.map(({ rdata }) => keyOf(rdata as Name))), // the data of NS is a name
  };
}

/** An address of a nameserver whose name lies in the delegated zone, so that nobody else can tell it. */
function isRequiredGlue(record: MessageRecord, delegation: Delegation | undefined, truth: Truth): boolean {
  const { owner, type } = record;
  if (delegation === undefined || (type !== A && type !== AAAA)) return false;
  return isAtOrBelow(owner, delegation.cut) && delegation.hosts.has(keyOf(owner)) && truth.isWritten(record);
}

function keysOf(records: readonly MessageRecord[]): string {
  return [...new Set(records.map(recordKey))].sort().join("\n");
}

function hasTwins({ answer, authority, additional }: Message): boolean {
  return [answer, authority, additional].some(
    (records) => new Set(records.map(recordKey)).size < records.length,
  );
}
