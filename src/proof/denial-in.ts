import type { Message } from "../../dns/message.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { DS } from "../../dns/type-numbers.ts";
import { readDenials } from "./denial.ts";
import type { ProofQuestion } from "./question-set.ts";
import { parentZone, type Side, zoneFor } from "./side.ts";

/**
 * What an answer proves by its NSEC or NSEC3 records, as a text that is the same where the same is proved; undefined where DO was
 * not set. Which of these records it takes hangs on the other names of the zone, and says nothing of this one.
 */
export function denialIn(
  { name, type, dnssec }: ProofQuestion,
  { rcode, answer, authority }: Message,
  side: Side,
): string | undefined {
  if (!dnssec) return undefined;
  return JSON.stringify(readDenials({ name, type, rcode, answer, authority }, apexOf));

  function apexOf(at: Name, wanted: number): Name | undefined {
    const key = keyOf(at);
    const zone = zoneFor(side, key);
    // The zone above has the DS of an apex (RFC 4035 §3.1.4.1).
    const answering = wanted === DS && zone?.origin === key ? (parentZone(side, key) ?? zone) : zone;
    return answering?.isSigned === true ? answering.origin : undefined;
  }
}
