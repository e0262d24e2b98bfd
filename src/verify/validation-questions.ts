import { childOf, keyOf, type Name } from "../../dns/name.ts";
import { A, DS, NS, SOA, TXT } from "../../dns/type-numbers.ts";
import type { Zone } from "../../dns/zone.ts";
import { makeUpName } from "./made-up-name.ts";
import type { Question } from "./types.ts";
import { modelZones } from "./zone-model.ts";

/** A question to a validator, and the kind of answer that it has. */
export interface ValidationQuestion extends Question {
  readonly kind: "data" | "no data" | "no such name" | "wildcard" | "referral";
}

/** One question of each kind of answer that a signed zone gives: each is proved in its own way. */
export function validationQuestions(zone: Zone, seed: string): ValidationQuestion[] {
  const { origin, records } = zone;
  const model = modelZones([zone]).get(keyOf(origin));
  if (model === undefined) return [];
  const atApex = new Set(
    records.filter(({ owner }) => keyOf(owner) === keyOf(origin)).map(({ type }) => type),
  );
  const absent = [TXT, A, DS + ABOVE].find((type) => !atApex.has(type))!; // nothing has the last one
  const wildcard = records.find(({ owner }) => owner.startsWith("\x01*"));
  const cut = records.find(({ owner, type }) => type === NS && keyOf(owner) !== keyOf(origin));
  const isCovered = records.some(({ owner }) => keyOf(owner) === keyOf(childOf("*", origin)));
  const madeUp = isCovered ? undefined : makeUpName(model, origin, seed);
  const below = wildcard && makeUpName(model, wildcard.owner.slice(2) as Name, seed); // what is left of a name is one
  return [
    { kind: "data", name: origin, type: SOA },
    { kind: "no data", name: origin, type: absent },
    ...(madeUp === undefined ? [] : [{ kind: "no such name", name: madeUp, type: A } as const]),
    ...(below === undefined ? [] : [{ kind: "wildcard", name: below, type: wildcard!.type } as const]),
    ...(cut === undefined ? [] : [{ kind: "referral", name: cut.owner, type: DS } as const]),
  ];
}

const ABOVE = 65_280 - DS; // for private use (RFC 6895 §3.1)
