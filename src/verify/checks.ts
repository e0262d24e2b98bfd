import { childOf, isWildcard, keyOf, type Name, parentOf } from "../../dns/name.ts";
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
import { type Expectation, expectAnswer } from "./expect.ts";
import { makeUpName } from "./made-up-name.ts";
import type { ExpectedZone, Question } from "./types.ts";
import { cutAt, modelZones, nodeAt, type ZoneModel, type ZoneModels, type ZoneNode } from "./zone-model.ts";

/** A question, and what the zones say to it. */
export interface Check {
  /** Origin of the zone for whose sake it is asked. */
  readonly zone: Name;
  readonly question: Question;
  readonly expectation: Expectation;
}

/**
 * Everything that is asked of a nameserver, no question twice. For each zone first its SOA, then every RRset,
 * wildcards by a made-up name too, empty non-terminals, what was deleted, and a name that does not exist.
 * Of what a zone can have without end and without a record each (empty non-terminals, unsigned delegations) at most
 * a hundred are asked per zone.
 */
export function makeChecks(zones: readonly ExpectedZone[], seed: string): Check[] {
  const models = modelZones(zones.map(({ zone }) => zone));
  const checks = new Map<string, Check>();
  for (const { zone, deleted = [] } of zones) {
    const model = models.get(keyOf(zone.origin));
    if (model === undefined) continue;
    const questions = [
      { name: model.origin, type: SOA.code },
      ...rrsetQuestions(model),
      ...wildcardQuestions(model, seed),
      ...unsignedCutQuestions(models, model),
      ...emptyNonTerminalQuestions(models, model, seed),
      ...nodataQuestions(model),
      ...absentNameQuestions(models, model, seed),
      ...deleted.filter(({ type }) => isAskable(type)).map(({ owner, type }) => ({ name: owner, type })),
    ];
    for (const question of questions) {
      const key = `${question.type} ${keyOf(question.name)}`;
      const expectation = checks.has(key) ? undefined : expectAnswer(models, question);
      if (expectation !== undefined) checks.set(key, { zone: model.origin, question, expectation });
    }
  }
  return [...checks.values()];
}

/** The check is the one that tells which version of its zone a nameserver has. */
export function isSerialCheck({ zone, question }: Check): boolean {
  return question.type === SOA.code && keyOf(question.name) === keyOf(zone);
}

const MOST_SAMPLES = 100; // per zone and kind; an IPv6 reverse zone has some 20 empty non-terminals for each record

function rrsetQuestions(model: ZoneModel): Question[] {
  return [...model.nodes.values()].flatMap((node) =>
    [...node.rrsets.keys()]
      // At a cut the parent has the NSEC record, but a question for it is the child's (RFC 4035 §3.1.4).
      .filter((type) => isAskable(type) && !(type === NSEC.code && cutAt(model, node.name) !== undefined))
      .map((type) => questionFor(node, node.name, type)),
  );
}

/** A made-up name that the wildcard stands in for, with each of its types; and once one of two labels more. */
function wildcardQuestions(model: ZoneModel, seed: string): Question[] {
  return [...model.nodes.values()]
    .filter(({ name, rrsets }) => isWildcard(name) && rrsets.size > 0)
    .flatMap((node) => {
      const name = makeUpName(model, parentOf(node.name), seed);
      const deeper = name && makeUpName(model, name, seed);
      // What NS and DNAME mean at a wildcard is not defined (RFC 4592 §4.2 and §4.4).
      const types = [...node.rrsets.keys()].filter(
        (type) => ![NS.code, DNAME.code, NSEC.code].includes(type),
      );
      if (name === undefined || node.rrsets.has(NS.code)) return [];
      return [
        ...types.map((type) => questionFor(node, name, type)),
        ...types.slice(0, deeper ? 1 : 0).map((type) => questionFor(node, deeper!, type)),
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
    .filter((question) => expectAnswer(models, question)?.outcome === "nodata");
}

/** A name without records exists all the same, and no wildcard reaches below it (RFC 4592 §2.2.2 and §3.3.1). */
function emptyNonTerminalQuestions(models: ZoneModels, model: ZoneModel, seed: string): Question[] {
  const empty = [...model.nodes.values()].filter(
    ({ rrsets, signatures }) => rrsets.size + signatures.size === 0,
  );
  const own = sample(empty)
    .map(({ name }) => ({ name, type: A.code }))
    .filter((question) => expectAnswer(models, question)?.outcome === "nodata");
  const below = own
    .filter(({ name }) => nodeAt(model, childOf("*", parentOf(name))) !== undefined)
    .flatMap(({ name }) => makeUpName(model, name, seed) ?? [])
    .map((name) => ({ name, type: A.code }))
    .filter((question) => expectAnswer(models, question)?.outcome === "nxdomain");
  return [...own, ...below];
}

/** A type that the apex does not have. */
function nodataQuestions(model: ZoneModel): Question[] {
  const types = nodeAt(model, model.origin)?.rrsets;
  const absent = [AAAA, A, TXT, HINFO].find(({ code }) => types?.has(code) === false);
  return absent === undefined ? [] : [{ name: model.origin, type: absent.code }];
}

/** A made-up name that must not exist; where a wildcard reaches it at the apex, one at the first name it does not. */
function absentNameQuestions(models: ZoneModels, model: ZoneModel, seed: string): Question[] {
  for (const { name: parent } of [{ name: model.origin }, ...model.nodes.values()]) {
    const name = makeUpName(model, parent, seed);
    const question = name && { name, type: A.code };
    if (question && expectAnswer(models, question)?.outcome === "nxdomain") return [question];
  }
  return [];
}

/** With the DO bit where the RRset is signed. */
function questionFor(node: ZoneNode, name: Name, type: number): Question {
  return node.signatures.has(type) ? { name, type, dnssec: true } : { name, type };
}

/** Signatures come with what they sign, and NSEC3 records cannot be asked for (RFC 5155 §7.2.8). */
function isAskable(type: number): boolean {
  return type !== RRSIG.code && type !== NSEC3.code;
}

/** At most so many, spread evenly. */
function sample<Item>(items: readonly Item[]): readonly Item[] {
  const step = items.length / MOST_SAMPLES;
  if (step <= 1) return items;
  return Array.from({ length: MOST_SAMPLES }, (_, index) => items[Math.floor(index * step)]!);
}
