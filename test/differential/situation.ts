import type { MessageRecord } from "../../dns/message.ts";
import { isBelow, keyOf, type Name } from "../../dns/name.ts";
import type { NormalAnswer, Parts } from "./normal-form.ts";
import type { Question } from "./question.ts";
import type { Truth } from "./truth.ts";

/** Something for each of the four servers. */
export interface Four<Thing> {
  readonly nsd: Thing;
  readonly knot: Thing;
  readonly bind: Thing;
  readonly ours: Thing;
}

/** The three that ours is held against. */
export const PEERS = ["nsd", "knot", "bind"] as const;

/** A question, what the four servers said to it, and what the zones say. */
export interface Situation {
  readonly question: Question;
  readonly answers: Four<NormalAnswer>;
  readonly truth: Truth;
}

/** The peer that says otherwise than the other two, which agree. */
export function odd({ answers: { nsd, knot, bind } }: Situation): (typeof PEERS)[number] | undefined {
  if (knot.form === bind.form) return nsd.form === knot.form ? undefined : "nsd";
  if (nsd.form === bind.form) return "knot";
  return nsd.form === knot.form ? "bind" : undefined;
}

/** The three answers of the peers are the same but for one part. */
export function differOnlyIn(part: keyof Parts, { answers: { nsd, knot, bind } }: Situation): boolean {
  return areSameBut(part, nsd, knot) && areSameBut(part, nsd, bind);
}

/** Two answers are the same but for one part. */
export function areSameBut(part: keyof Parts, answer: Parts, other: Parts): boolean {
  return PARTS.every((each) => each === part || answer[each] === other[each]);
}

/** Every record of this part stands in one of the others. */
export function isWithin(part: keyof Parts, answer: Parts, others: readonly Parts[]): boolean {
  const records = new Set(others.flatMap((other) => other[part].split("\n")));
  return answer[part].split("\n").every((record) => records.has(record));
}

/** The answer section holds records of one owner and type, and nothing else. */
export function isOneRRset({ message }: NormalAnswer): boolean {
  const [first, ...others] = message?.answer ?? [];
  if (first === undefined) return false;
  return others.every(({ owner, type }) => keyOf(owner) === keyOf(first.owner) && type === first.type);
}

const PARTS = ["header", "answer", "authority", "proof", "additional"] as const;

/** The names that an answer leads through: QNAME and, along the CNAMEs, every next one (RFC 1034 §3.6.2). */
export function chainOf(answer: NormalAnswer, question: Question): Name[] {
  const records = answer.message?.answer ?? [];
  const next = new Map(
    records.filter(isCname).map(({ owner, rdata }) => [keyOf(owner), keyOf(rdata as Name)]),
  );
  const chain = [keyOf(question.name)];
  for (let name = next.get(chain[0]!); name !== undefined; name = next.get(name)) {
    chain.push(name);
    if (chain.indexOf(name) < chain.length - 1) break;
  }
  return chain;
}

/** The chain comes back to a name that it has been at. */
export function isLoop(chain: readonly Name[]): boolean {
  return chain.indexOf(chain.at(-1)!) < chain.length - 1;
}

/** One DNAME of the answer rewrites more than one name of the chain. */
export function usesDnameTwice(answer: NormalAnswer, chain: readonly Name[]): boolean {
  const dnames = (answer.message?.answer ?? []).filter(({ type }) => type === DNAME);
  return dnames.some(({ owner }) => chain.filter((name) => isBelow(name, owner)).length > 1);
}

/** The chain of an answer has names of more than one of the zones. */
export function leavesZone({ question, answers, truth }: Situation, server: keyof Four<unknown>): boolean {
  const apexes = new Set(chainOf(answers[server], question).map(truth.apexOf));
  apexes.delete(undefined); // names that no zone here has
  return apexes.size > 1;
}

/** The names of the shorter chain are the first ones of the longer. */
export function beginsLike(chain: readonly Name[], other: readonly Name[]): boolean {
  return chain.slice(0, other.length).every((name, index) => name === other[index]);
}

const CNAME = 5;
const DNAME = 39;

function isCname({ type }: MessageRecord): boolean {
  return type === CNAME;
}
