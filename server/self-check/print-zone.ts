import { readFileSync } from "node:fs";
import { keyOf, type Name } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { printPolicy, SIGNING_POLICY, type SigningPolicy } from "../../dns/signing/policy.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import { type Octets, octetsOf } from "../../dns/wire.ts";
import { includeFiles } from "../../dns/zone-file/include-files.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { readZoneFile } from "../../dns/zone-file/read.ts";
import type { ZoneFile } from "../zones/zone-files.ts";

/** What a server answers in place of records of the file, where it serves the zone with another serial. */
export interface Renumbered {
  readonly soa: Octets;
  /** In any order. */
  readonly zonemd: readonly Octets[];
  /** Of a zone that is signed with keys in a newer state than the file has, or the same. */
  readonly policy?: SigningPolicy | undefined;
}

/**
 * Prints the records of a zone file in the order of the file, a line each with absolute owners, in pieces of about
 * 64 kB, so that a large zone needs little memory. Gives the serial of the SOA in the file. Throws where the file cannot be read.
 *
 * @param renumbered printed in place of SOA, ZONEMD and policy at the apex
 */
export function printZone(
  { origin, file }: ZoneFile,
  print: (text: string) => void,
  renumbered?: Renumbered,
): number | undefined {
  const zonemd = [...(renumbered?.zonemd ?? [])];
  const policy = renumbered?.policy;
  let hasPolicy = false;
  let text = "";
  let serial: number | undefined;
  const problems = readZoneFile(
    { file, bytes: readFileSync(file), origin, include: includeFiles },
    ({ wire, ownerLength, type, ttl, rdataStart, rdataEnd }) => {
      const owner = octetsOf(wire, 0, ownerLength) as Name; // the reader hands over whole names
      let rdata = octetsOf(wire, rdataStart, rdataEnd);
      if (type === SOA) serial = serialOf(rdata);
      if (renumbered !== undefined && type === SOA) rdata = renumbered.soa;
      if (renumbered !== undefined && type === ZONEMD && keyOf(owner) === keyOf(origin)) {
        rdata = zonemd.shift() ?? rdata; // as many as the file has
      }
      const isRenewed = policy !== undefined && type === SIGNING_POLICY;
      if (isRenewed) rdata = printPolicy(policy);
      hasPolicy ||= isRenewed;
      text += `${printRecord({ owner, type, ttl: isRenewed ? policy.ttl : ttl, rdata })}\n`;
      if (text.length < PIECE) return;
      print(text);
      text = "";
    },
  );
  if (problems.length > 0) throw new Error(`${file} cannot be read: ${problems[0]!.message}`);
  if (policy !== undefined && !hasPolicy)
    text += `${printRecord({ owner: origin, type: SIGNING_POLICY, ttl: policy.ttl, rdata: printPolicy(policy) })}\n`;
  print(text);
  return serial;
}

const PIECE = 1 << 16;

function serialOf(rdata: string): number | undefined {
  const soa = decode(SOA, rdata);
  return soa.type === "SOA" ? soa.serial : undefined;
}
