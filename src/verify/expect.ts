import type { Expectation } from "./expectation.ts";
import { type ChainLimits, followAlias } from "./follow-alias.ts";
import { lookInZone } from "./look-in-zone.ts";
import type { Question } from "./types.ts";
import { type ZoneModels, zoneFor } from "./zone-model.ts";

/**
 * What the zones say to a question: RFC 1034 §4.3.2 with DNAME (RFC 6672 §3.2), wildcards (RFC 4592 §3.3) and DS at
 * the parent's side of a cut (RFC 4035 §3.1.4.1). This is our own statement of the RFCs: no nameserver's code has a part
 * in it. Where the RFCs leave a choice, any choice fits, unless the limits tell which the server makes. Transfers and the
 * types that are of messages only are looked for as any other type.
 */
export function expectAnswer(
  models: ZoneModels,
  question: Question,
  limits: ChainLimits = ANY_SERVER,
): Expectation {
  const model = zoneFor(models, question.name, question.type);
  if (model === undefined) return REFUSED;
  const found = lookInZone(model, question);
  return found.outcome === "cname" || found.outcome === "dname"
    ? followAlias(models, model, question, found, limits)
    : found;
}

const ANY_SERVER: ChainLimits = {};
const REFUSED: Expectation = { outcome: "refused" };
