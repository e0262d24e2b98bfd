import { ALIAS } from "../../../dns/alias-type.ts";
import { type Name, printName } from "../../../dns/name.ts";
import type { Position, Problem } from "../../../dns/problem.ts";
import { A, AAAA, CNAME, DNAME, NSEC, RRSIG, SOA } from "../../../dns/type-numbers.ts";
import { typeName } from "../../../dns/types.ts";
import { octetsOf } from "../../../dns/wire.ts";
import { MAX_TCP_MESSAGE } from "../../answer/limits.ts";
import { HAS_CNAME, HAS_DNAME, IS_APEX, IS_CUT, IS_HIDDEN } from "../tables.ts";
import { NumberList } from "./number-list.ts";
import { hasRecord } from "./same-rdata.ts";
import {
  positionOf,
  STAGED,
  STAGED_COVER,
  STAGED_INFO,
  STAGED_NAME,
  STAGED_ZONE,
  type Staging,
} from "./staging.ts";
import type { ZoneProblem } from "./zone-problem.ts";

/** Reports what a nameserver must not serve at one name: `types` are those of `records`, RRSIG left out. */
export function checkNode(
  staging: Staging,
  node: number,
  types: NumberList,
  records: NumberList,
  problems: ZoneProblem[],
): void {
  if (!isPlain(staging, node, types, records)) {
    checkClosely(staging, node, types.toArray(), records.toArray(), problems);
  }
}

/** Nothing can be wrong here: so it is at nearly every name. */
function isPlain(staging: Staging, node: number, types: NumberList, records: NumberList): boolean {
  if (types.count === 0) return true;
  const cover = staging.nodes[node * STAGED + STAGED_COVER]!;
  if (types.has(SOA) || types.has(ALIAS) || (cover >= 0 && !isCut(staging, cover))) return false;
  return (
    records.count === 1 ||
    (staging.nodes[node * STAGED + STAGED_INFO]! & (IS_APEX | HAS_CNAME | HAS_DNAME)) === 0
  );
}

function checkClosely(
  staging: Staging,
  node: number,
  types: readonly number[],
  records: readonly number[],
  problems: ZoneProblem[],
): void {
  const info = staging.nodes[node * STAGED + STAGED_INFO]!;
  const cover = staging.nodes[node * STAGED + STAGED_COVER]!;
  if (types.includes(SOA) && (info & IS_APEX) === 0) report(records, SOA, soaBelowApex);
  for (const type of [SOA, CNAME, DNAME, ALIAS]) {
    if (types.includes(type) && distinct(staging, records, type) > 1) report(records, type, twice, last);
  }
  if (types.includes(CNAME)) {
    const other = types.find((type) => !BESIDE_CNAME.has(type));
    if (other !== undefined) report(records, CNAME, cnameAndOther);
  }
  if (types.includes(ALIAS) && (types.includes(A) || types.includes(AAAA)))
    report(records, ALIAS, aliasAndAddress);
  if ((info & IS_CUT) !== 0 && (info & HAS_DNAME) !== 0) report(records, DNAME, dnameAndNs);
  // Names of NSEC3 lie below a DNAME at the apex; nothing else may (RFC 6672 §2.4).
  if (cover >= 0 && !isCut(staging, cover) && (info & IS_HIDDEN) === 0)
    report(records, types[0]!, belowDname);

  function report(among: readonly number[], type: number, say: Saying, pick: Pick = firstOf): void {
    const owner = ownerOf(staging, node);
    const position = positionOf(staging, pick(staging, among, type));
    const text = say(owner, type, cover >= 0 ? ownerOf(staging, cover) : "");
    const zone = staging.nodes[node * STAGED + STAGED_ZONE]!;
    problems.push({ zone, problem: { ...position, severity: "error", ...text } });
  }
}

/** An RRset that no message can hold. */
export function tooLarge(staging: Staging, node: number, type: number, group: NumberList): Problem {
  const { starts } = staging;
  const records = group.toArray();
  const octets = records.reduce((sum, record) => sum + starts[record + 1]! - starts[record]!, 0);
  const set = `${typeName(type)} of ${ownerOf(staging, node)}`;
  return {
    ...positionOf(staging, records[0]!),
    severity: "error",
    rule: "rrset-too-large",
    message: `${set} takes more than ${MAX_TCP_MESSAGE} octets as an answer, which no message can hold (records: ${records.length}, octets of their data: ${octets})`,
    help: "Remove records of this type at this name, or move some to another name.",
    source: "RFC 1035 §4.2.2",
  };
}

/** The owner of a node in presentation form. */
export function ownerOf({ nodes, names }: Staging, node: number): string {
  const start = nodes[node * STAGED + STAGED_NAME]!;
  const length = nodes[node * STAGED + STAGED_INFO]! & 0xff;
  return printName(octetsOf(names, start, start + length) as Name); // nodes have whole names
}

type Text = Omit<Problem, keyof Position | "severity">;
type Saying = (owner: string, type: number, cover: string) => Text;
type Pick = (staging: Staging, records: readonly number[], type: number) => number;

const SIG = 24;
const KEY = 25;
const NXT = 30;
/** What may stand beside a CNAME (RFC 2181 §10.1, RFC 4034 §3 and §4). */
const BESIDE_CNAME = new Set([CNAME, RRSIG, NSEC, SIG, KEY, NXT]);

const soaBelowApex: Saying = (owner) => ({
  rule: "soa-below-apex",
  message: `SOA stands at ${owner}, below the apex of the zone`,
  help: "Remove it, or serve that name as a zone of its own.",
  source: "RFC 1035 §5.2",
});

const twice: Saying = (owner, type) => ({
  rule: TWICE[type]!.rule,
  message: `${owner} has more than one ${typeName(type)}; expected one at most`,
  help: "Keep one of them.",
  ...(TWICE[type]!.source === undefined ? {} : { source: TWICE[type]!.source }),
});

/** Those of which a name may have one. */
const TWICE: { readonly [type: number]: { readonly rule: string; readonly source?: string } } = {
  [SOA]: { rule: "soa-twice", source: "RFC 1035 §5.2" },
  [CNAME]: { rule: "cname-twice", source: "RFC 2181 §10.1" },
  [DNAME]: { rule: "dname-twice", source: "RFC 6672 §2.4" },
  [ALIAS]: { rule: "alias-twice" },
};

const aliasAndAddress: Saying = (owner) => ({
  rule: "alias-and-address",
  message: `${owner} has an ALIAS, and addresses of its own`,
  help: "Remove the ALIAS, or all A and AAAA at this name.",
});

const cnameAndOther: Saying = (owner) => ({
  rule: "cname-and-other-data",
  message: `${owner} has a CNAME and other data`,
  help: "Remove the CNAME, or everything else at this name.",
  source: "RFC 1034 §3.6.2",
});

const dnameAndNs: Saying = (owner) => ({
  rule: "dname-and-ns",
  message: `${owner} has a DNAME and NS, and is not the apex of the zone`,
  help: "Remove the DNAME, or delegate the name instead.",
  source: "RFC 6672 §2.3",
});

const belowDname: Saying = (owner, _type, cover) => ({
  rule: "data-below-dname",
  message: `${owner} lies below the DNAME at ${cover}`,
  help: "Remove the record, or the DNAME.",
  source: "RFC 6672 §2.4",
});

function isCut({ nodes }: Staging, node: number): boolean {
  return (nodes[node * STAGED + STAGED_INFO]! & IS_CUT) !== 0;
}

function distinct(staging: Staging, records: readonly number[], type: number): number {
  const different = new NumberList();
  for (const record of records) {
    if (staging.types[record] === type && !hasRecord(staging, different, record)) different.add(record);
  }
  return different.count;
}

function firstOf(staging: Staging, records: readonly number[], type: number): number {
  return records.find((record) => staging.types[record] === type) ?? records[0]!;
}

function last(staging: Staging, records: readonly number[], type: number): number {
  return records.findLast((record) => staging.types[record] === type)!;
}
