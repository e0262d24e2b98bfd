import type { Message, MessageRecord } from "../../dns/message.ts";
import { MAX_NAME_LENGTH, type Name, parentOf, ROOT } from "../../dns/name.ts";
import { AXFR, CNAME, IXFR } from "../../dns/type-numbers.ts";
import type { ProofQuestion, QuestionSet } from "../../src/proof/question-set.ts";
import { placeOf, type Side, substituted } from "../../src/proof/side.ts";
import { MAX_LINKS } from "../../src/proof/types-at.ts";

/** The name of a set that stands for another one, and how the names of their answers correspond. */
export interface Representative extends Renaming {
  readonly name: Name;
}

/** How the names in one answer are changed into those of another. */
export interface Renaming {
  /** The labels in front of the part that both names share; both empty where the names are the same. */
  readonly prefix: string;
  readonly own: string;
}

/** The name that stands for this one: the argument of ARCHITECTURE.md, "Proof", as a function. */
function representativeOf(set: QuestionSet, name: Name): Representative {
  if (isExact(set, name)) return { name, prefix: "", own: "" };
  let end = parentOf(name);
  while (!isEnd(set, end)) end = parentOf(end);
  const own = name.slice(0, name.length - end.length);
  const prefix = prefixLike(set, own, end);
  return { name: (prefix + end) as Name, prefix, own };
}

/** The questions that stand for those for this name. */
export function standFor(
  set: QuestionSet,
  name: Name,
  types: readonly number[],
): readonly { readonly question: ProofQuestion; readonly names: Renaming }[] {
  const names = representativeOf(set, name);
  const known = new Set(set.questionsFor(names.name).map(({ type }) => type));
  return types.map((type) => {
    if (type === AXFR || type === IXFR)
      return { question: { name: transferOf(set, name), type, dnssec: false }, names: ITSELF };
    return {
      question: { name: names.name, type: known.has(type) ? type : set.absentType, dnssec: false },
      names,
    };
  });
}

const ITSELF = { prefix: "", own: "" };

/** The answer of a representative as it reads for the question that it stands for. */
export function renamed(message: Message, { prefix, own }: Renaming): Message {
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
  for (let at = child; !seen.has(at) && seen.size < MAX_LINKS; ) {
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

/** What stands for a transfer: an apex for itself, and else any name. */
function transferOf({ sides, names }: QuestionSet, name: Name): Name {
  return sides.some(({ zones }) => zones.has(name)) ? name : names.fresh.child(ROOT)!;
}
