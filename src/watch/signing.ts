import { keyOf, type Name } from "../../dns/name.ts";
import { DNSKEY } from "../../dns/records/dnskey.ts";
import { RRSIG } from "../../dns/records/rrsig.ts";
import { NS, SOA } from "../../dns/type-numbers.ts";
import { Reader } from "../../dns/wire.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { keysAtApex } from "../dnssec/keys-at-apex.ts";
import type { LookPatience, Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";

/** A nameserver that answers a zone, with all records of the zone where it gives them. */
export interface AnsweringPlace {
  readonly nameserver: Nameserver;
  readonly records?: readonly ZoneRecord[];
}

/** What of a zone is signed, in git and as it is answered. */
export interface Signing {
  /** DNSKEY records of the apex. Undefined: nobody who could know was heard. */
  readonly keys: readonly ZoneRecord[] | undefined;
  /** The signature that ends first; undefined where there is none. */
  readonly first?: FirstSignature;
}

/** A signature, and where it was seen. */
export interface FirstSignature {
  readonly owner: Name;
  readonly covered: number;
  readonly ends: Date;
  /** Undefined: in the zone's file. */
  readonly by?: Nameserver;
}

/**
 * Keys and signatures of a zone: those that are written in it, and those that a signer on the way to the nameservers makes. Of
 * a nameserver that gives no transfer, the signatures at the apex stand for the others, which its signer makes in one go.
 *
 * @param places who answers the zone
 * @param isSilent some of its nameservers are silent, so what nobody said is not known
 */
export async function signingOf(
  zone: Zone,
  places: readonly AnsweringPlace[],
  isSilent: boolean,
  { look, now }: Pick<World, "look" | "now">,
): Promise<Signing> {
  const seen = await Promise.all(places.map((place) => recordsAt(place, zone.origin, look)));
  const all = [...zone.records, ...keysAtApex(zone), ...seen.flat()];
  const isKey = ({ type, owner }: ZoneRecord) => type === DNSKEY.code && keyOf(owner) === keyOf(zone.origin);
  const keys = [...new Map(all.filter(isKey).map((key) => [key.rdata, key])).values()];
  const firsts = [
    firstEnd(zone.records, now()),
    ...seen.map((records, at) => firstEnd(records, now(), places[at]!.nameserver)),
  ].filter((first) => first !== undefined);
  const first = firsts.sort((a, b) => a.ends.getTime() - b.ends.getTime())[0];
  const isKnown = keys.length > 0 || places.length > 0 || !isSilent;
  return { keys: isKnown ? keys : undefined, ...(first !== undefined && { first }) };
}

const PATIENCE: LookPatience = { timeout: 2_000, tries: 3 };

async function recordsAt(
  { nameserver, records }: AnsweringPlace,
  origin: Name,
  look: World["look"],
): Promise<readonly ZoneRecord[]> {
  if (records !== undefined) return records;
  const questions = [DNSKEY.code, SOA, NS].map((type) => ({ name: origin, type, dnssec: true }));
  const answers = await look(nameserver, questions, PATIENCE);
  return answers.flatMap((answer) => (answer.outcome === "reply" ? answer.answer : []));
}

/**
 * Of each RRset the signature that lasts longest counts, for a signer leaves the old one beside the new one for a while; of
 * those the one that ends first.
 */
function firstEnd(records: readonly ZoneRecord[], now: Date, by?: Nameserver): FirstSignature | undefined {
  const longest = new Map<string, FirstSignature>();
  for (const { type, owner, rdata } of records) {
    if (type !== RRSIG.code) continue;
    const wire = Reader.of(rdata.slice(0, 12));
    const covered = wire.u16();
    const ends = timeNear(Reader.of(rdata.slice(8, 12)).u32(), now);
    const key = `${covered} ${keyOf(owner)}`;
    const known = longest.get(key);
    if (known !== undefined && known.ends >= ends) continue;
    longest.set(key, { owner, covered, ends, ...(by !== undefined && { by }) });
  }
  return [...longest.values()].sort((a, b) => a.ends.getTime() - b.ends.getTime())[0];
}

/** Seconds since 1970 modulo 2^32, as the time that lies nearest to now (RFC 4034 §3.1.5). */
function timeNear(seconds: number, now: Date): Date {
  const present = Math.floor(now.getTime() / 1_000);
  return new Date((present + ((seconds - present) | 0)) * 1_000);
}
