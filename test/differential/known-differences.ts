import { isWildcard } from "../../dns/name.ts";
import { chainOf, differOnlyIn, hasTwins, isLoop, odd, type Situation, usesDnameTwice } from "./situation.ts";

/** A way in which NSD, Knot and BIND differ. There ours is with NSD or Knot. */
export interface KnownDifference {
  readonly id: string;
  /** The class of queries. */
  readonly queries: string;
  /** What each of the three does. */
  readonly behaviour: string;
  /** The section that leaves it open, or that some of them miss. */
  readonly rfc: string;
  readonly matches: (situation: Situation) => boolean;
  /** Where ours may differ from both: what it must be instead. */
  readonly accepts?: (situation: Situation) => boolean;
}

/** The table. Where more than one fits, the first counts. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: "opcode",
    queries: "opcodes other than QUERY",
    behaviour: "All say NOTIMP; BIND leaves the question out, NSD the OPT record, and their flags differ",
    rfc: "RFC 1035 §4.1.1",
    matches: ({ question }) => question.opcode !== 0,
  },
  {
    id: "class",
    queries: "classes other than IN",
    behaviour: "NSD and Knot take ANY for IN; BIND says FORMERR",
    rfc: "RFC 1035 §3.2.5",
    matches: ({ question }) => question.class !== 1,
  },
  {
    id: "transfer-over-udp",
    queries: "AXFR and IXFR over UDP",
    behaviour: "NSD and Knot say NOTIMP to AXFR, BIND FORMERR; IXFR is refused in different words",
    rfc: "RFC 5936 §4.2, RFC 1995 §2",
    matches: ({ question }) => question.type === AXFR || question.type === IXFR,
  },
  {
    id: "meta-type",
    queries: "types that are for questions or messages only",
    behaviour: "NSD looks for the type as for any other, BIND and Knot refuse some with FORMERR or NOTIMP",
    rfc: "RFC 6895 §3.1",
    matches: ({ question: { type } }) => type === 0 || type === OPT || (type >= 128 && type < ANY),
  },
  {
    id: "any",
    queries: "ANY",
    behaviour: "NSD gives one record, Knot one RRset, BIND all of them",
    rfc: "RFC 8482 §4.1",
    matches: ({ question }) => question.type === ANY,
  },
  {
    id: "checking-disabled",
    queries: "CD set",
    behaviour: "BIND copies the bit, NSD and Knot clear it",
    rfc: "RFC 4035 §3.1.6",
    matches: (situation) => situation.question.cd && odd(situation) === "bind",
  },
  {
    id: "alias-and-dnssec",
    queries: "NSEC, NSEC3 and RRSIG at a name with a CNAME",
    behaviour:
      "Knot and BIND look for NSEC and RRSIG beside the CNAME and follow it for NSEC3; NSD the other way round",
    rfc: "RFC 2181 §10.1, RFC 4035 §2.5",
    matches: (situation) =>
      [NSEC, NSEC3, RRSIG].includes(situation.question.type) && odd(situation) === "nsd",
  },
  {
    id: "loop",
    queries: "CNAMEs and DNAMEs that lead back",
    behaviour:
      "BIND goes round until its limit and says SERVFAIL; NSD and Knot stop, Knot perhaps one record later",
    rfc: "RFC 1034 §3.6.2",
    matches: ({ question, answers: { nsd, knot, bind } }) =>
      [nsd, knot, bind].some((answer) => isLoop(chainOf(answer, question))),
  },
  {
    id: "dname-again",
    queries: "names that a DNAME rewrites more than once",
    behaviour: "NSD stops where a DNAME would be used again, Knot after a few times, BIND at its limit",
    rfc: "RFC 6672 §3.1",
    matches: ({ question, answers: { nsd, knot, bind } }) =>
      [nsd, knot, bind].some((answer) => usesDnameTwice(answer, chainOf(answer, question))),
  },
  {
    id: "dname-at-wildcard",
    queries: "names below a wildcard with a DNAME",
    behaviour: "Knot uses the DNAME for names that the wildcard covers",
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
    rfc: "RFC 6672 §2.2",
    matches: (situation) => odd(situation) === "knot" && situation.answers.nsd.message?.rcode === YXDOMAIN,
  },
  {
    id: "other-zone",
    queries: "CNAMEs that lead into another zone of the server",
    behaviour: "NSD goes on there, Knot and BIND stop",
    rfc: "RFC 1034 §4.3.2 step 3a",
    matches: ({ question, answers: { nsd, knot, bind }, truth }) =>
      [nsd, knot, bind].some((answer) => {
        const zones = new Set(chainOf(answer, question).map((name) => truth.apexOf(name)));
        zones.delete(undefined);
        return zones.size > 1;
      }),
  },
  {
    id: "names-of-two-zones",
    queries: "names in a zone of which another zone holds names as well",
    behaviour: "NSD has the names of all zones in one table, and takes those of the other zone for existing",
    rfc: "RFC 1034 §4.2.1",
    matches: (situation) => odd(situation) === "nsd" && situation.truth.isInTwoZones(situation.question.name),
  },
  {
    id: "ds-at-inner-apex",
    queries: "DS at the apex of a zone that lies in a zone that lies in a zone, all served",
    behaviour: "NSD asks the outermost of them, Knot and BIND the one just above",
    rfc: "RFC 4035 §3.1.4.1",
    matches: (situation) =>
      odd(situation) === "nsd" &&
      situation.question.type === DS &&
      situation.truth.isApex(situation.question.name),
  },
  {
    id: "record-twice",
    queries: "a DNAME that is used on the way to itself",
    behaviour: "Knot gives it twice",
    rfc: "RFC 2181 §5",
    matches: (situation) => odd(situation) === "knot" && hasTwins(situation.answers.knot),
    accepts: ({ answers }) => answers.ours.form === answers.nsd.form,
  },
  {
    id: "glue-that-does-not-fit",
    queries: "referrals whose glue is too large for UDP",
    behaviour: "Knot says so with TC; NSD and BIND leave some of it out without a word",
    rfc: "RFC 9471 §3.1",
    matches: (situation) => situation.question.transport === "udp" && differOnlyIn("additional", situation),
    accepts: ({ answers }) => answers.ours.form === answers.knot.form,
  },
  {
    id: "soa-that-does-not-fit",
    queries: "denials at the end of a chain that are too large for UDP with their SOA",
    behaviour: "NSD and BIND say so with TC; Knot leaves the SOA out without a word",
    rfc: "RFC 2308 §2.1",
    matches: (situation) =>
      situation.question.transport === "udp" &&
      odd(situation) === "knot" &&
      differOnlyIn("authority", situation),
    accepts: ({ answers }) => answers.ours.form === answers.nsd.form,
  },
];

const DNAME = 39;
const OPT = 41;
const DS = 43;
const RRSIG = 46;
const NSEC = 47;
const NSEC3 = 50;
const IXFR = 251;
const AXFR = 252;
const ANY = 255;
const YXDOMAIN = 6;
