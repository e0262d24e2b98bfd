import { ALIAS } from "../../dns/alias-type.ts";
import { childOf, isWildcard, type Name, parentOf } from "../../dns/name.ts";
import { A } from "../../dns/records/a.ts";
import { AAAA } from "../../dns/records/aaaa.ts";
import { DNAME } from "../../dns/records/dname.ts";
import { DS } from "../../dns/records/ds.ts";
import { HINFO } from "../../dns/records/hinfo.ts";
import { NS } from "../../dns/records/ns.ts";
import { NSEC } from "../../dns/records/nsec.ts";
import { NSEC3 } from "../../dns/records/nsec3.ts";
import { RRSIG } from "../../dns/records/rrsig.ts";
import { SOA } from "../../dns/records/soa.ts";
import { TXT } from "../../dns/records/txt.ts";
import { expectAnswer } from "./expect.ts";
import { makeUpName } from "./made-up-name.ts";
import type { Question } from "./types.ts";
import { cutAt, nodeAt, type ZoneModel, type ZoneModels, type ZoneNode } from "./zone-model.ts";

/**
 * Everything that a zone is asked for: first its SOA, then every RRset, wildcards by a made-up name too, empty
 * non-terminals, and a name that does not exist. Some may stand there twice. Of what a zone can have without end and
 * without a record each (empty non-terminals, unsigned delegations) at most a hundred are asked.
 */
export function zoneQuestions(models: ZoneModels, model: ZoneModel, seed: string): Question[] {
  return [
    serialQuestion(model),
    ...rrsetQuestions(model),
    ...wildcardQuestions(model, seed),
    ...unsignedCutQuestions(models, model),
    ...emptyNonTerminalQuestions(models, model, seed),
    ...nodataQuestions(model),
    ...absentNameQuestions(models, model, seed),
  ];
}

/** What tells which version of a zone a nameserver has. */
export function serialQuestion({ origin }: ZoneModel): Question {
  return { name: origin, type: SOA.code };
}

/**
 * What shows whether an RRset is as the zone says, or gone. A wildcard is asked for by a made-up name, too; signatures
 * by what they sign, for they come with it.
 */
export function questionsAbout(
  model: ZoneModel,
  { owner, type }: { readonly owner: Name; readonly type: number },
  seed: string,
): Question[] {
  const node = nodeAt(model, owner);
  if (type === ALIAS) return answeredTypes(ALIAS).flatMap((asked) => about(asked));
  if (type === RRSIG.code) return [...(node?.signatures.keys() ?? [])].flatMap((covered) => about(covered));
  return about(type);

  function about(asked: number): Question[] {
    if (!isAskableAt(model, owner, asked)) return [];
    const own = questionAt(node, owner, asked);
    if (!isWildcard(owner) || UNDEFINED_AT_WILDCARD.includes(asked)) return [own];
    const name = makeUpName(model, parentOf(owner), seed);
    return name === undefined ? [own] : [own, questionAt(node, name, asked)];
  }
}

/** It can be asked for with a meaning: NSEC3 records cannot (RFC 5155 §7.2.8), signatures come with what they sign. */
export function isAskable(type: number): boolean {
  return type !== RRSIG.code && type !== NSEC3.code;
}

/** At a cut the parent has the NSEC record, but a question for it is the child's (RFC 4035 §3.1.4). */
function isAskableAt(model: ZoneModel, owner: Name, type: number): boolean {
  return isAskable(type) && !(type === NSEC.code && cutAt(model, owner) !== undefined);
}

// What NS and DNAME mean at a wildcard is not defined (RFC 4592 §4.2 and §4.4).
const UNDEFINED_AT_WILDCARD: readonly number[] = [NS.code, DNAME.code, NSEC.code];

const MOST_SAMPLES = 100; // per zone and kind; an IPv6 reverse zone has some 20 empty non-terminals for each record

function rrsetQuestions(model: ZoneModel): Question[] {
  return [...model.nodes.values()].flatMap((node) =>
    [...node.rrsets.keys()]
      .filter((type) => isAskableAt(model, node.name, type))
      .flatMap((type) => answeredTypes(type).map((asked) => questionAt(node, node.name, asked))),
  );
}

/** An ALIAS is answered as A and AAAA, and never itself. */
function answeredTypes(type: number): readonly number[] {
  return type === ALIAS ? [A.code, AAAA.code, ALIAS] : [type];
}

/** A made-up name that the wildcard stands in for, with each of its types; and once one of two labels more. */
function wildcardQuestions(model: ZoneModel, seed: string): Question[] {
  return [...model.nodes.values()]
    .filter(({ name, rrsets }) => isWildcard(name) && rrsets.size > 0)
    .flatMap((node) => {
      const name = makeUpName(model, parentOf(node.name), seed);
      const deeper = name && makeUpName(model, name, seed);
      const types = [...node.rrsets.keys()]
        .flatMap(answeredTypes)
        .filter((type) => !UNDEFINED_AT_WILDCARD.includes(type));
      if (name === undefined || node.rrsets.has(NS.code)) return [];
      return [
        ...types.map((type) => questionAt(node, name, type)),
        ...types.slice(0, deeper ? 1 : 0).map((type) => questionAt(node, deeper!, type)),
      ];
    });
}

/** DS at a cut that has none is the parent's to deny (RFC 4035 §3.1.4.1). */
function unsignedCutQuestions(models: ZoneModels, model: ZoneModel): Question[] {
  const cuts = [...model.nodes.values()].filter(
    ({ name, rrsets }) => cutAt(model, name) !== undefined && !rrsets.has(DS.code),
  );
  return sample(cuts)
    .map(({ name }) => ({ name, type: DS.code }))
    .filter((question) => expectAnswer(models, question).outcome === "nodata");
}

/** A name without records exists all the same, and no wildcard reaches below it (RFC 4592 §2.2.2 and §3.3.1). */
function emptyNonTerminalQuestions(models: ZoneModels, model: ZoneModel, seed: string): Question[] {
  const empty = [...model.nodes.values()].filter(
    ({ rrsets, signatures }) => rrsets.size + signatures.size === 0,
  );
  const own = sample(empty)
    .map(({ name }) => ({ name, type: A.code }))
    .filter((question) => expectAnswer(models, question).outcome === "nodata");
  const below = own
    .filter(({ name }) => nodeAt(model, childOf("*", parentOf(name))) !== undefined)
    .flatMap(({ name }) => makeUpName(model, name, seed) ?? [])
    .map((name) => ({ name, type: A.code }))
    .filter((question) => expectAnswer(models, question).outcome === "nxdomain");
  return [...own, ...below];
}

/** A type that the apex does not have. */
function nodataQuestions(model: ZoneModel): Question[] {
  const types = nodeAt(model, model.origin)?.rrsets;
  const addresses = types?.has(ALIAS) === true ? [] : [AAAA, A];
  const absent = [...addresses, TXT, HINFO].find(({ code }) => types?.has(code) === false);
  return absent === undefined ? [] : [{ name: model.origin, type: absent.code }];
}

/** A made-up name that must not exist; where a wildcard reaches it at the apex, one at the first name it does not. */
function absentNameQuestions(models: ZoneModels, model: ZoneModel, seed: string): Question[] {
  for (const { name: parent } of [{ name: model.origin }, ...model.nodes.values()]) {
    const name = makeUpName(model, parent, seed);
    const question = name && { name, type: A.code };
    if (question && expectAnswer(models, question).outcome === "nxdomain") return [question];
  }
  return [];
}

/** With the DO bit where the RRset is signed. */
function questionAt(node: ZoneNode | undefined, name: Name, type: number): Question {
  return node?.signatures.has(type) ? { name, type, dnssec: true } : { name, type };
}

/** At most so many, spread evenly. */
function sample<Item>(items: readonly Item[]): readonly Item[] {
  const step = items.length / MOST_SAMPLES;
  if (step <= 1) return items;
  return Array.from({ length: MOST_SAMPLES }, (_, index) => items[Math.floor(index * step)]!);
}
