import { keyOf, type Name } from "../../dns/name.ts";
import { SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { releaseIn } from "../dnssec/served-zone.ts";
import type { Shown } from "../serial/shown.ts";
import type { Answer, Look, LookPatience, Nameserver } from "../verify/types.ts";
import { contentDigestIn } from "./digest-in.ts";
import { digestOfRecords } from "./digest-of-records.ts";

/** What a nameserver shows of a zone that is signed by one of ours: a serial, or why it cannot be told. */
export type ShownSigned =
  | Pick<Extract<Shown, { readonly kind: "serial" }>, "kind" | "serial" | "signed" | "digest">
  | { readonly kind: "silent"; readonly reason: string };

/**
 * Asks a nameserver once more for zones that one of ours signs: by the signature over the SOA it tells the window, and so the
 * serial of the zone's file. Where it does not tell, nothing is known of its serial, for a greater one may be another week of it.
 */
export async function shownSigned(
  nameserver: Nameserver,
  origins: readonly Name[],
  look: Look,
  patience: LookPatience,
): Promise<ReadonlyMap<Name, ShownSigned>> {
  const questions = origins.flatMap((name) => [
    { name, type: SOA, dnssec: true },
    { name, type: ZONEMD },
    { name, type: SIGNING_POLICY },
  ]);
  const answers = await look(nameserver, questions, patience);
  return new Map(
    origins.map((origin, index) => [keyOf(origin), shownBy(origin, answers.slice(3 * index, 3 * index + 3))]),
  );
}

/** What the records of a whole zone show, as a transfer gives them, with the digest of what they are. */
export function shownSignedRecords(zone: Zone): ShownSigned {
  const shown = shownIn(zone.origin, zone.records);
  if (shown.kind === "silent") return shown;
  return { ...shown, digest: { algorithm: SHA384, digest: digestOfRecords(zone, SHA384) } };
}

const SHA384 = 1; // RFC 8976 §2.2.3

function shownBy(origin: Name, answers: readonly Answer[]): ShownSigned {
  const records = answers.flatMap((answer): readonly ZoneRecord[] =>
    answer.outcome === "reply" && answer.aa ? answer.answer : [],
  );
  return shownIn(origin, records);
}

function shownIn(origin: Name, records: readonly ZoneRecord[]): ShownSigned {
  const release = releaseIn(origin, records);
  if (release === undefined)
    return { kind: "silent", reason: "it does not tell for which week it signs the zone" };
  const { file, served, window, last } = release;
  const digest = contentDigestIn(records, served);
  const signed = { answers: { serial: served, window }, last };
  return { kind: "serial", serial: file, signed, ...(digest !== undefined && { digest }) };
}
