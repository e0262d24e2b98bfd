import { keyOf, type Name } from "../../dns/name.ts";
import { SOA as SOA_RECORD } from "../../dns/records/soa.ts";
import { ZONEMD as ZONEMD_RECORD } from "../../dns/records/zonemd.ts";
import { isOfSigning } from "../../dns/signing-types.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { CONTENT } from "../../dns/zonemd.ts";
import { policyIn } from "../dnssec/policy.ts";
import { servedSerialsAt } from "../dnssec/served-serial.ts";
import type { Answer, Asker } from "./types.ts";

/** A zone as its file has it. */
type WrittenZone = Zone & { readonly serial: number };

/**
 * Asks for zones that our nameservers sign, and gives what is answered as their files would have it: with the serial of the
 * file for those that the zone may answer at about this time, and without what signing adds. So such a zone is compared with its
 * file; whether its signatures hold is for a validator.
 *
 * @param now in seconds since 1970
 */
export function askAsWritten(asker: Asker, zones: readonly WrittenZone[], now: () => number): Asker {
  const signed = new Map<Name, SignedZone>();
  for (const zone of zones) {
    const policy = policyIn(zone);
    if (policy === undefined) continue;
    const { origin, serial } = zone;
    signed.set(keyOf(origin), { serial, serials: () => servedSerialsAt(serial, policy, now()) });
  }
  if (signed.size === 0) return asker;
  return {
    ...asker,
    ask: async (nameserver, transport, questions, options) => {
      const answers = await asker.ask(nameserver, transport, questions, options);
      return answers.map((answer) => asWritten(answer, signed));
    },
  };
}

interface SignedZone {
  /** Of its file. */
  readonly serial: number;
  /** Those that it may answer. */
  readonly serials: () => readonly number[];
}

function asWritten(answer: Answer, signed: ReadonlyMap<Name, SignedZone>): Answer {
  if (answer.outcome !== "reply") return answer;
  const written = (records: readonly ZoneRecord[]) =>
    records.flatMap((record) => writtenRecord(record, signed.get(keyOf(record.owner))));
  return { ...answer, answer: written(answer.answer), authority: written(answer.authority) };
}

/** None where signing made it. */
function writtenRecord(record: ZoneRecord, apex: SignedZone | undefined): readonly ZoneRecord[] {
  if (apex === undefined) return [record];
  const { type, rdata } = record;
  if (isOfSigning(type)) return [];
  if (type === SOA) {
    const soa = SOA_RECORD.read(rdata);
    if (!apex.serials().includes(soa.serial)) return [record];
    return [{ ...record, rdata: SOA_RECORD.write({ ...soa, serial: apex.serial }) }];
  }
  if (type === ZONEMD) {
    const zonemd = ZONEMD_RECORD.read(rdata);
    if (zonemd.scheme !== CONTENT) return [];
    if (!apex.serials().includes(zonemd.serial)) return [record];
    return [{ ...record, rdata: ZONEMD_RECORD.write({ ...zonemd, serial: apex.serial }) }];
  }
  return [record];
}
