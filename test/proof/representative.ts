import type { Message, MessageRecord } from "../../dns/message.ts";
import { MAX_NAME_LENGTH, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { AXFR, CNAME, IXFR } from "../../dns/type-numbers.ts";
import type { ProofQuestion, QuestionSet } from "../../src/proof/question-set.ts";
import { placeOf, type Side, substituted } from "../../src/proof/side.ts";

/** The question of a set that stands for another one, and how the names of their answers correspond. */
export interface Representative {
  readonly question: ProofQuestion;
  /** The labels in front of the part that both names share; both empty where the names are the same. */
  readonly prefix: string;
  readonly own: string;
}

/** The question that stands for this one: the argument of ARCHITECTURE.md, "Proof", as a function. */
export function representativeOf(set: QuestionSet, { name, type, dnssec }: ProofQuestion): Representative {
  if (isExact(set, name))
    return { question: { name, type: typeIn(set, name, type), dnssec }, prefix: "", own: "" };
  let end = parentOf(name);
  while (!isEnd(set, end)) end = parentOf(end);
  const own = name.slice(0, name.length - end.length);
  const prefix = prefixLike(set, own, end);
  const representative = (prefix + end) as Name;
  return {
    question: { name: representative, type: typeIn(set, representative, type), dnssec },
    prefix,
    own,
  };
}

/** The answer of a representative as it reads for the question that it stands for. */
export function renamed(message: Message, { prefix, own }: Representative): Message {
  if (prefix === "") return message;
  const rename = (name: string) => (name.startsWith(prefix) ? own + name.slice(prefix.length) : name);
  const renameRecord = (record: MessageRecord): MessageRecord => ({
    ...record,
    owner: rename(record.owner) as Name,
    rdata: record.type === CNAME ? rename(record.rdata) : record.rdata,
  });
  return {
    ...message,
    answer: message.answer.map(renameRecord),
    authority: message.authority.map(renameRecord),
    additional: message.additional.map(renameRecord),
  };
}

/** It is a name of the tree, or a target; or a DNAME leads it to one. */
function isExact(set: QuestionSet, name: Name): boolean {
  const { tree, targets } = set.names;
  return isLedTo(set.sides, name, (at) => tree.has(at) || targets.has(at), new Set());
}

/** The same for the tree alone. */
function isEnd(set: QuestionSet, name: Name): boolean {
  return isLedTo(set.sides, name, (at) => set.names.tree.has(at), new Set());
}

function isLedTo(
  sides: readonly Side[],
  name: Name,
  isThere: (name: Name) => boolean,
  seen: Set<Name>,
): boolean {
  if (isThere(name)) return true;
  if (seen.has(name)) return false;
  seen.add(name);
  return sides.some((side) => {
    const place = placeOf(side, name);
    if (place.kind !== "dname") return false;
    const next = substituted(name, place.at, place.target);
    return next !== undefined && isLedTo(sides, next, isThere, seen);
  });
}

/** The fresh child's labels; or where DNAMEs make names long, labels of the set that fare on their way as these do. */
function prefixLike({ names: { fresh }, sides }: QuestionSet, own: string, end: Name): string {
  const child = fresh.child(end)!; // there is room for `own`
  const usual = child.slice(0, child.length - end.length);
  const edges = sides.flatMap((side) => edgesOf(side, child, usual.length));
  const within = (octets: number) => edges.filter((edge) => edge <= octets).length;
  if (within(usual.length) === within(own.length)) return usual;
  const found = edges
    .flatMap((edge) => [edge - 1, edge])
    .sort((a, b) => a - b)
    .find((octets) => octets >= 2 && within(octets) === within(own.length));
  return fresh.prefix(found ?? usual.length) ?? usual;
}

/** Octets in front of a name that are too many for one DNAME more. */
function edgesOf(side: Side, child: Name, octets: number): number[] {
  const edges: number[] = [];
  const seen = new Set<Name>();
  for (let at = child; !seen.has(at); ) {
    seen.add(at);
    const place = placeOf(side, at);
    if (place.kind !== "dname") break;
    edges.push(MAX_NAME_LENGTH + 1 - (at.length - octets - place.at.length + place.target.length));
    const next = substituted(at, place.at, place.target);
    if (next === undefined) break;
    at = next;
  }
  return edges;
}

/** The type that the set asks for at a name in place of this one. */
function typeIn(set: QuestionSet, name: Name, type: number): number {
  if (type === AXFR || type === IXFR) return type;
  return set.questionsFor(name).some((question) => question.type === type) ? type : set.absentType;
}

/** What stands for a transfer: of an apex itself, else any name. */
export function transferOf(set: QuestionSet, question: ProofQuestion): ProofQuestion {
  const isApex = set.sides.some(({ zones }) => zones.has(question.name));
  return isApex ? question : { ...question, name: set.names.fresh.child(ROOT)! };
}
