import type { Octets } from "../wire.ts";
import { A } from "./a.ts";
import { AAAA } from "./aaaa.ts";
import { AFSDB } from "./afsdb.ts";
import { CAA } from "./caa.ts";
import { CDNSKEY } from "./cdnskey.ts";
import { CDS } from "./cds.ts";
import { CERT } from "./cert.ts";
import { CNAME } from "./cname.ts";
import { CSYNC } from "./csync.ts";
import { DHCID } from "./dhcid.ts";
import { DNAME } from "./dname.ts";
import { DNSKEY } from "./dnskey.ts";
import { DS } from "./ds.ts";
import { EUI48 } from "./eui48.ts";
import { EUI64 } from "./eui64.ts";
import { HINFO } from "./hinfo.ts";
import { HTTPS } from "./https.ts";
import { LOC } from "./loc.ts";
import { MX } from "./mx.ts";
import { NAPTR } from "./naptr.ts";
import { NS } from "./ns.ts";
import { NSEC } from "./nsec.ts";
import { NSEC3 } from "./nsec3.ts";
import { NSEC3PARAM } from "./nsec3param.ts";
import { OPENPGPKEY } from "./openpgpkey.ts";
import { PTR } from "./ptr.ts";
import type { AnyRecordType, Fields, RecordType, Values } from "./record-type.ts";
import { RP } from "./rp.ts";
import { RRSIG } from "./rrsig.ts";
import { SMIMEA } from "./smimea.ts";
import { SOA } from "./soa.ts";
import { SPF } from "./spf.ts";
import { SRV } from "./srv.ts";
import { SSHFP } from "./sshfp.ts";
import { SVCB } from "./svcb.ts";
import { TLSA } from "./tlsa.ts";
import { TXT } from "./txt.ts";
import { unknownType } from "./unknown.ts";
import { URI } from "./uri.ts";
import { ZONEMD } from "./zonemd.ts";

/** THE TABLE: every record type, one file and one line each, in the order of their mnemonics. */
export const RECORD_TYPES = [
  A,
  AAAA,
  AFSDB,
  CAA,
  CDNSKEY,
  CDS,
  CERT,
  CNAME,
  CSYNC,
  DHCID,
  DNAME,
  DNSKEY,
  DS,
  EUI48,
  EUI64,
  HINFO,
  HTTPS,
  LOC,
  MX,
  NAPTR,
  NS,
  NSEC,
  NSEC3,
  NSEC3PARAM,
  OPENPGPKEY,
  PTR,
  RP,
  RRSIG,
  SMIMEA,
  SOA,
  SPF,
  SRV,
  SSHFP,
  SVCB,
  TLSA,
  TXT,
  URI,
  ZONEMD,
] as const satisfies readonly AnyRecordType[];

/** The data of a record as values, told apart by `type`. */
export type Rdata = { [I in keyof Table]: RdataOf<Table[I]> }[number];

/** The data of a record whose type the table does not have. */
export interface UnknownRdata {
  readonly type: `TYPE${number}`;
  readonly data: Octets;
}

/** The record type with this number, if the table has it. */
export function recordTypeOf(code: number): AnyRecordType | undefined {
  return byCode.get(code);
}

/** The record type with this mnemonic (upper case), if the table has it. */
export function recordTypeNamed(mnemonic: string): AnyRecordType | undefined {
  return byMnemonic.get(mnemonic);
}

/** The record type with this number; where the table has none, one that holds octets (RFC 3597 §5). */
export function codecOf(code: number): AnyRecordType {
  const known = byCode.get(code) ?? unknown.get(code);
  if (known !== undefined) return known;
  const made = unknownType(code);
  unknown.set(code, made);
  return made;
}

/** Rdata in wire form as values under its type's mnemonic. A `Fault` when the octets are no such rdata. */
export function decode(type: number, rdata: Octets): Rdata | UnknownRdata {
  const codec = codecOf(type);
  return { type: codec.type, ...codec.read(rdata) } as Rdata | UnknownRdata; // read gives just the entry's fields
}

const byCode = new Map<number, AnyRecordType>(RECORD_TYPES.map((type) => [type.code, type]));
const byMnemonic = new Map<string, AnyRecordType>(RECORD_TYPES.map((type) => [type.type, type]));
const unknown = new Map<number, AnyRecordType>();

type Table = typeof RECORD_TYPES;
type RdataOf<T> =
  T extends RecordType<infer Type, infer F extends Fields> ? { readonly type: Type } & Values<F> : never;
