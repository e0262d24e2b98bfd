import {
  childOf,
  isAtOrBelow,
  isBelow,
  keyOf,
  MAX_NAME_LENGTH,
  type Name,
  parentOf,
} from "../../dns/name.ts";
import { A, CNAME, DNAME, MX, NS } from "../../dns/type-numbers.ts";
import { expectAnswer } from "../verify/expect.ts";
import { makeUpName } from "../verify/made-up-name.ts";
import type { Question } from "../verify/types.ts";
import { nodeAt, type ZoneModel, type ZoneModels, zoneOf } from "../verify/zone-model.ts";

const SEED = "invariants"; // the same fresh names in every run

/**
 * Kinds of questions about zones: every name, a fresh child below each, and the names that a DNAME maps onto existing
 * ones; each with the types that it has itself, at its wildcard or at the end of its alias, and with some that it may not
 * have.
 */
export function* questionsOf(models: ZoneModels): Iterable<Question> {
  const seen = new Set<Name>();
  for (const model of models.values()) {
    for (const name of namesOf(models, model)) {
      const key = keyOf(name);
      if (seen.has(key)) continue;
      seen.add(key);
      for (const type of typesAt(models, name)) yield { name, type };
    }
  }
}

function* namesOf(models: ZoneModels, model: ZoneModel): Iterable<Name> {
  // Names that somebody wrote come first, for as a counterexample they say more than a fresh one.
  for (const { name } of model.nodes.values()) yield name;
  for (const { name, rrsets } of model.nodes.values()) {
    const child = makeUpName(model, name, SEED);
    if (child !== undefined) yield child;
    const dname = rrsets.get(DNAME)?.[0];
    if (dname !== undefined) yield* namesOnto(models, name, dname.rdata as Name); // the data of a DNAME are one name
  }
}

/** The names below a DNAME that lead to names which exist (RFC 6672 §2.2). */
function* namesOnto(models: ZoneModels, owner: Name, target: Name): Iterable<Name> {
  for (const model of models.values()) {
    if (!isAtOrBelow(model.origin, target) && !isAtOrBelow(target, model.origin)) continue;
    for (const { name } of model.nodes.values()) {
      if (!isBelow(name, target)) continue;
      const mapped = (name.slice(0, name.length - target.length) + owner) as Name;
      if (mapped.length <= MAX_NAME_LENGTH) yield mapped;
    }
  }
}

/** For use that nobody has registered (RFC 6895 §3.1): a type that no zone has, by which an alias shows where it leads. */
const ABSENT = 65_280;

function typesAt(models: ZoneModels, name: Name): ReadonlySet<number> {
  const expected = expectAnswer(models, { name, type: ABSENT });
  const types = new Set<number>([A, MX]);
  if (expected?.outcome === "referral") types.add(NS);
  let end = name;
  if (expected?.outcome === "alias") {
    types.add(CNAME);
    const links = [...expected.records, ...expected.more];
    // The data of a CNAME are one name.
    end = (links.findLast(({ type }) => type === CNAME)?.rdata as Name | undefined) ?? name;
  }
  for (const at of new Set([name, end])) for (const type of typesOfNode(models, at)) types.add(type);
  return types;
}

/** The types of a name, or of the wildcard that stands in for it. */
function typesOfNode(models: ZoneModels, name: Name): Iterable<number> {
  const model = zoneOf(models, name);
  if (model === undefined) return [];
  let at = name;
  while (nodeAt(model, at) === undefined) at = parentOf(at);
  const node = nodeAt(model, keyOf(at) === keyOf(name) ? name : childOf("*", at));
  return node?.rrsets.keys() ?? [];
}
