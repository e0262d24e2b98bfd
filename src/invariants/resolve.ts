import { keyOf, type Name } from "../../dns/name.ts";
import { CNAME } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { AnswerOf, SeenAnswer } from "./seen-answer.ts";

/** What is known of one name and type alone, without following an alias. */
export type Step =
  /** It has records. */
  | { readonly kind: "records"; readonly records: readonly ZoneRecord[]; readonly ttl: number }
  /** It is an alias: the CNAME, after the DNAME that makes it where one does. */
  | {
      readonly kind: "alias";
      readonly records: readonly ZoneRecord[];
      readonly target: Name;
      readonly ttl: number;
    }
  /** It has none of this type, or does not exist. */
  | {
      readonly kind: "nothing";
      readonly rcode: number;
      readonly records: readonly ZoneRecord[];
      readonly ttl: number;
    }
  /** Another zone has it, which is not ours. */
  | { readonly kind: "outside"; readonly records: readonly ZoneRecord[]; readonly ttl: number };

/** Where a name leads. */
export interface Resolved {
  /** The name that the alias, if there is one, ends at. */
  readonly end: Name;
  readonly last: Exclude<Step, { kind: "alias" }>;
  /** The links on the way. */
  readonly links: readonly ZoneRecord[];
}

const MOST_LINKS = 32; // as many as the zone model follows

/** Follows aliases from a name to what it has of a type; a circle ends as nothing. */
export function resolve(name: Name, type: number, answerOf: AnswerOf): Resolved {
  let at = name;
  let answer: SeenAnswer | undefined = answerOf({ name, type });
  const links: ZoneRecord[] = [];
  const seen = new Set<Name>();
  for (;;) {
    const step = stepIn(answer, at, type);
    if (step.kind !== "alias") return { end: at, last: step, links };
    links.push(...step.records);
    seen.add(keyOf(at));
    at = step.target;
    if (seen.has(keyOf(at)) || links.length > MOST_LINKS) {
      return { end: at, last: { kind: "nothing", rcode: answer!.rcode, records: [], ttl: step.ttl }, links };
    }
    // The answer may go on itself; one that ends with the alias says nothing of where that leads.
    if (!answer!.records.some(({ owner }) => keyOf(owner) === keyOf(at))) {
      answer = answerOf({ name: at, type });
    }
  }
}

/** What an answer says of one name and type that it is about. */
export function stepIn(answer: SeenAnswer | undefined, name: Name, type: number): Step {
  if (answer === undefined) return { kind: "outside", records: [], ttl: Number.POSITIVE_INFINITY };
  const { records, isReferral, rcode, negativeTtl = 0 } = answer;
  if (isReferral) return { kind: "outside", records, ttl: leastTtl(records) };
  const own = records.filter(({ owner }) => keyOf(owner) === keyOf(name));
  const direct = own.filter((record) => record.type === type);
  const cname = own.find((record) => record.type === CNAME);
  if (direct.length > 0) return { kind: "records", records: direct, ttl: leastTtl(direct) };
  if (cname === undefined) return { kind: "nothing", rcode, records: [], ttl: negativeTtl };
  const at = records.indexOf(cname);
  const dname = at > 0 && records[at - 1]!.type !== CNAME ? [records[at - 1]!] : [];
  // The data of a CNAME are one name.
  return { kind: "alias", records: [...dname, cname], target: cname.rdata as Name, ttl: cname.ttl };
}

function leastTtl(records: readonly ZoneRecord[]): number {
  return Math.min(...records.map(({ ttl }) => ttl));
}
