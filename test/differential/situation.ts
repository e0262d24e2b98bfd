import type { MessageRecord } from "../../dns/message.ts";
import { isBelow, keyOf, type Name } from "../../dns/name.ts";
import type { NormalAnswer } from "./normal-form.ts";
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

/** The three answers of the peers are the same but for one section. */
export function differOnlyIn(section: "authority" | "additional", { answers }: Situation): boolean {
  const others = (["header", "answer", "authority", "additional"] as const).filter(
    (part) => part !== section,
  );
  return others.every((part) => PEERS.every((peer) => answers[peer][part] === answers.nsd[part]));
}

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

/** Ours says what one of the others says, and then goes on. */
export function goesOnFrom(peer: "nsd" | "knot", { answers }: Situation): boolean {
  const ours = new Set(answers.ours.answer.split("\n"));
  return answers[peer].answer.split("\n").every((record) => ours.has(record));
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
