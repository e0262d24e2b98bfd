import { isWildcard, labelsOf, type Name } from "../../dns/name.ts";
import type { Question } from "./question.ts";
import {
  areSameBut,
  beginsLike,
  chainOf,
  differOnlyIn,
  isLoop,
  isOneRRset,
  isWithin,
  leavesZone,
  odd,
  type Situation,
  usesDnameTwice,
} from "./situation.ts";
import type { Truth } from "./truth.ts";

/** A way in which NSD, Knot and BIND differ. There ours is with NSD or Knot. */
export interface KnownDifference {
  readonly id: string;
  /** The class of queries. */
  readonly queries: string;
  /** What each of the three does. */
  readonly behaviour: string;
  /** What ours does. */
  readonly ours: string;
  /** The section that leaves it open, or that some of them miss. */
  readonly rfc: string;
  readonly matches: (situation: Situation) => boolean;
  /** The one of the two with which ours must be, where the other breaks the RFC; or that which is with BIND. */
  readonly right?: "nsd" | "knot" | "majority";
  /** What ours may be besides: for answers in which two differences meet, or where each server ends elsewhere. */
  readonly tolerates?: (situation: Situation) => boolean;
}

/** The table. Where more than one fits, the first counts. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: "no-answer",
    queries: "queries that one of the three does not answer, or not so that the client can read it",
    behaviour:
      "Knot 3.2.6 hangs over some large MX RRsets; NSD 4.6.1 sends some YXDOMAIN longer than 512 octets",
    ours: "the answer that the others give",
    rfc: "RFC 1035 §4.2.1",
    matches: ({ answers: { nsd, knot, bind } }) =>
      [nsd, knot, bind].some(({ message }) => message === undefined),
    tolerates: ({ question, answers: { knot, bind, ours } }) =>
      ours.message !== undefined &&
      (ours.form === bind.form || beginsLike(chainOf(knot, question), chainOf(ours, question))),
  },
  {
    id: "alias-and-dnssec",
    queries: "NSEC and NSEC3 at a name with a CNAME",
    behaviour:
      "Knot and BIND look for NSEC and RRSIG beside the CNAME and follow it for NSEC3; NSD the other way round",
    ours: "Knot",
    rfc: "RFC 2181 §10.1, RFC 4035 §2.5",
    matches: (situation) => isTypeOfProof(situation.question) && odd(situation) === "nsd",
    tolerates: (situation) =>
      leavesZone(situation, "ours") && isWithin("answer", situation.answers.knot, [situation.answers.ours]),
  },
  {
    id: "alias-and-old-dnssec",
    queries: "KEY, SIG and NXT at a name with a CNAME",
    behaviour:
      "BIND looks for them beside the CNAME, where DNSSEC had them before 2005; NSD and Knot follow it",
    ours: "NSD and Knot",
    rfc: "RFC 1034 §3.6.2, RFC 2535 §2.3.5",
    matches: (situation) => isTypeOfOldProof(situation.question) && odd(situation) === "bind",
  },
  {
    id: "loop",
    queries: "CNAMEs and DNAMEs that lead back",
    behaviour: "BIND goes round until its limit and says SERVFAIL; NSD and Knot stop",
    ours: "NSD or Knot; where the chain leaves its zone and Knot goes round inside of it, NSD's way without its mistakes",
    rfc: "RFC 1034 §3.6.2",
    matches: ({ question, answers: { nsd, knot, bind } }) =>
      [nsd, knot, bind].some((answer) => isLoop(chainOf(answer, question))),
    // BIND stops where the chain leaves the zone.
    tolerates: (situation) =>
      leavesZone(situation, "ours") && isWithin("answer", situation.answers.bind, [situation.answers.ours]),
  },
  {
    id: "dname-again",
    queries: "names that a DNAME rewrites more than once",
    behaviour:
      "NSD stops where the DNAME just used would be used again, Knot after five CNAMEs, BIND at its limit",
    ours: "NSD, or between NSD and Knot where several DNAMEs take turns",
    rfc: "RFC 6672 §3.1",
    matches: ({ question, answers: { nsd, knot, bind } }) =>
      [nsd, knot, bind].some((answer) => usesDnameTwice(answer, chainOf(answer, question))),
    tolerates: ({ question, answers: { nsd, knot, ours } }) => {
      const chain = chainOf(ours, question);
      return [nsd, knot].every((peer) => beginsLike(chainOf(peer, question), chain)) && chain.length > 1;
    },
  },
  {
    id: "opcode",
    queries: "opcodes other than QUERY",
    behaviour: "all say NOTIMP; they differ in what they copy from the query: the question, OPT, RD",
    ours: "NSD or Knot",
    rfc: "RFC 1035 §4.1.1",
    matches: ({ question }) => question.opcode !== 0,
  },
  {
    id: "class",
    queries: "classes other than IN",
    behaviour: "Knot takes ANY for IN, NSD gives data without AA in most cases, BIND says FORMERR",
    ours: "NSD or Knot, never with AA",
    rfc: "RFC 1035 §3.2.5, §6.2",
    matches: ({ question }) => question.class !== 1,
    tolerates: ({ answers: { nsd, knot, ours } }) =>
      ours.message?.flags.aa === false &&
      [nsd, knot].some(({ answer }) => answer === ours.answer) &&
      [nsd, knot].some(({ message }) => message?.rcode === ours.message?.rcode),
  },
  {
    id: "transfer-over-udp",
    queries: "AXFR and IXFR over UDP",
    behaviour:
      "AXFR: NSD and Knot say NOTIMP, BIND FORMERR or NOTAUTH; IXFR: NSD REFUSED, Knot NOTAUTH, BIND the SOA",
    ours: "NSD",
    rfc: "RFC 5936 §4.2, RFC 1995 §2",
    matches: ({ question }) => question.type === AXFR || question.type === IXFR,
  },
  {
    id: "meta-type",
    queries: "types that are for questions or messages only",
    behaviour: "NSD looks for them as for any other, BIND and Knot refuse some with FORMERR or NOTIMP",
    ours: "NSD or Knot",
    rfc: "RFC 6895 §3.1",
    matches: ({ question: { type } }) => type === 0 || type === OPT || (type >= FIRST_META && type < ANY),
    tolerates: ({ question, answers: { bind, ours }, truth }) =>
      chainOf(bind, question).some(isMistakenByNsd(truth)) && ours.form === bind.form,
  },
  {
    id: "any",
    queries: "ANY, and RRSIG as a question",
    behaviour:
      "ANY: NSD gives one record, Knot one RRset, BIND all of them; RRSIG: Knot one, NSD and BIND all",
    ours: "NSD or Knot",
    rfc: "RFC 8482 §4.1",
    matches: ({ question: { type } }) => type === ANY || type === RRSIG,
    // One RRset of BIND's, where NSD has none, as it takes a name for existing that hides a wildcard.
    tolerates: ({ question, answers: { nsd, knot, bind, ours }, truth }) =>
      nsd.answer === "" &&
      chainOf(knot, question).some(isMistakenByNsd(truth)) &&
      areSameBut("answer", ours, knot) &&
      isOneRRset(ours) &&
      isWithin("answer", ours, [bind]),
  },
  {
    id: "checking-disabled",
    queries: "CD set",
    behaviour: "BIND copies the bit, NSD and Knot clear it",
    ours: "NSD and Knot",
    rfc: "RFC 4035 §3.1.6",
    matches: ({ question }) => question.cd,
  },
  {
    id: "dname-at-wildcard",
    queries: "names below a wildcard with a DNAME",
    behaviour: "Knot uses the DNAME for names that the wildcard covers",
    ours: "NSD",
    rfc: "RFC 4592 §4.4",
    matches: (situation) =>
      odd(situation) === "knot" &&
      (situation.answers.nsd.message?.answer ?? []).some(
        ({ owner, type }) => type === DNAME && isWildcard(owner),
      ),
  },
  {
    id: "name-too-long",
    queries: "names that a DNAME makes too long",
    behaviour: "Knot goes on with the target of the DNAME",
    ours: "NSD",
    rfc: "RFC 6672 §2.2",
    matches: (situation) => odd(situation) === "knot" && situation.answers.nsd.message?.rcode === YXDOMAIN,
    right: "nsd",
  },
  {
    id: "names-of-two-zones",
    queries: "names in a zone of which another zone holds names as well",
    behaviour: "NSD has the names of all zones in one table, and takes those of the other zone for existing",
    ours: "Knot; NSD's way into other zones, without its mistake there",
    rfc: "RFC 1034 §4.3.2 step 2",
    matches: (situation) =>
      odd(situation) === "nsd" &&
      chainOf(situation.answers.ours, situation.question).some(situation.truth.isInTwoZones),
    tolerates: (situation) =>
      leavesZone(situation, "ours") && isWithin("answer", situation.answers.knot, [situation.answers.ours]),
  },
  {
    id: "other-zone",
    queries: "CNAMEs that lead into another zone of the server",
    behaviour: "NSD goes on there, Knot and BIND stop",
    ours: "NSD",
    rfc: "RFC 1034 §4.3.2 step 3a",
    matches: (situation) => (["nsd", "knot", "bind"] as const).some((peer) => leavesZone(situation, peer)),
    // NSD's way, without its mistakes on it, or with all of the glue.
    tolerates: ({ question, answers: { nsd, knot, ours }, truth }) => {
      const mistakes = chainOf(ours, question).some(isMistakenByNsd(truth)) || isTypeOfProof(question);
      if (mistakes) return isWithin("answer", knot, [ours]);
      return areSameBut("additional", ours, nsd) && isWithin("additional", nsd, [ours]);
    },
  },
  {
    id: "ds-at-inner-apex",
    queries:
      "DS at the apex of a zone inside another, both served, reached through a third or by a CNAME from inside",
    behaviour:
      "NSD asks the outermost zone or the one above, Knot and BIND the one just above or that of the CNAME",
    ours: "NSD or Knot",
    rfc: "RFC 4035 §3.1.4.1",
    matches: (situation) =>
      odd(situation) === "nsd" &&
      situation.question.type === DS &&
      chainOf(situation.answers.knot, situation.question).some(situation.truth.isApex),
  },
  {
    id: "nsec-at-cut",
    queries: "NSEC at a delegation",
    behaviour: "BIND gives the parent's NSEC with AA, NSD and Knot a referral",
    ours: "NSD and Knot",
    rfc: "RFC 4035 §2.3",
    matches: (situation) => odd(situation) === "bind" && situation.question.type === NSEC,
  },
  {
    id: "owner-of-nsec3",
    queries: "names of NSEC3 records, and names below them",
    behaviour: "NSD takes them for names of the zone",
    ours: "Knot",
    rfc: "RFC 5155 §7.2.8",
    matches: (situation) =>
      odd(situation) === "nsd" &&
      chainOf(situation.answers.knot, situation.question).some(situation.truth.isHash),
    right: "knot",
  },
  {
    id: "denial-proof",
    queries: "denials in signed zones: at and below wildcards, after a DNAME, beside a label of the octet 0",
    behaviour:
      "NSD proves more than it must in some, and leaves out a part of the proof in others; rarely Knot, BIND",
    ours: "what two of them do; all of it where a wildcard without data has names below it, as only that proves it",
    rfc: "RFC 4035 §3.1.3, RFC 5155 §7.2",
    matches: (situation) => odd(situation) !== undefined && differOnlyIn("proof", situation),
    right: "majority",
    tolerates: ({ answers: { nsd, knot, ours } }) =>
      areSameBut("proof", ours, knot) &&
      isWithin("proof", knot, [ours]) &&
      isWithin("proof", ours, [nsd, knot]),
  },
  {
    id: "encloser-without-nsec3",
    queries:
      "names below an empty non-terminal that opt-out leaves without an NSEC3, where the name above it has a wildcard",
    behaviour:
      "No denial can be proved there. BIND sends the NSEC3 of encloser and wildcard, NSD other ones; Knot NXDOMAIN without AA and SOA",
    ours: "NSD, with the proof that BIND has",
    rfc: "RFC 5155 §7.1, §7.2.2",
    matches: ({ answers: { nsd, knot, bind } }) =>
      knot.message?.rcode === NXDOMAIN &&
      !knot.message.flags.aa &&
      knot.authority === "" &&
      nsd.message?.rcode === NXDOMAIN &&
      areSameBut("proof", nsd, bind),
    right: "majority",
    tolerates: ({ answers: { bind, ours } }) => ours.form === bind.form,
  },
  {
    id: "glue-that-does-not-fit",
    queries: "referrals whose glue is too large for UDP",
    behaviour: "Knot says so with TC; NSD and BIND leave some of it out without a word",
    ours: "Knot",
    rfc: "RFC 9471 §3.1",
    matches: (situation) => situation.question.transport === "udp" && differOnlyIn("additional", situation),
    right: "knot",
  },
  {
    id: "denial-that-does-not-fit",
    queries: "denials that are too large for UDP with their SOA and proofs",
    behaviour: "NSD and BIND say so with TC; Knot leaves the SOA or all of it out without a word",
    ours: "NSD and BIND",
    rfc: "RFC 2308 §2.1",
    matches: ({ question, answers: { nsd, knot } }) =>
      question.transport === "udp" && knot.authority === "" && !knot.isTruncated && nsd.authority !== "",
    right: "nsd",
    tolerates: ({ answers: { bind, ours } }) => ours.form === bind.form,
  },
  {
    id: "label-of-nul",
    queries: "names with a label that begins with the octet 0",
    behaviour: "Knot does not find a DNAME there beside a wildcard",
    ours: "NSD",
    rfc: "RFC 2181 §11",
    matches: (situation) =>
      odd(situation) === "knot" &&
      chainOf(situation.answers.nsd, situation.question).some((name) =>
        labelsOf(name).some((label) => label.startsWith("\0")),
      ),
    right: "nsd",
  },
];

function isTypeOfProof({ type }: Question): boolean {
  return type === NSEC || type === NSEC3;
}

function isTypeOfOldProof({ type }: Question): boolean {
  return type === KEY || type === SIG || type === NXT;
}

/** NSD may take a name for existing here that is none, as in `owner-of-nsec3` and `names-of-two-zones`. */
function isMistakenByNsd(truth: Truth): (name: Name) => boolean {
  return (name) => truth.isHash(name) || truth.isInTwoZones(name);
}

const SIG = 24;
const KEY = 25;
const NXT = 30;
const FIRST_META = 128;
const DNAME = 39;
const OPT = 41;
const DS = 43;
const RRSIG = 46;
const NSEC = 47;
const NSEC3 = 50;
const IXFR = 251;
const AXFR = 252;
const ANY = 255;
const NXDOMAIN = 3;
const YXDOMAIN = 6;
