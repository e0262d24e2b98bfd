import type { Octets } from "../wire.ts";
import { A } from "./a.ts";
import { A6 } from "./a6.ts";
import { AAAA } from "./aaaa.ts";
import { AFSDB } from "./afsdb.ts";
import { ALIAS } from "./alias.ts";
import { AMTRELAY } from "./amtrelay.ts";
import { APL } from "./apl.ts";
import { ATMA } from "./atma.ts";
import { AVC } from "./avc.ts";
import { BRID } from "./brid.ts";
import { CAA } from "./caa.ts";
import { CDNSKEY } from "./cdnskey.ts";
import { CDS } from "./cds.ts";
import { CERT } from "./cert.ts";
import { CLA } from "./cla.ts";
import { CNAME } from "./cname.ts";
import { CSYNC } from "./csync.ts";
import { DHCID } from "./dhcid.ts";
import { DLV } from "./dlv.ts";
import { DNAME } from "./dname.ts";
import { DNSKEY } from "./dnskey.ts";
import { DOA } from "./doa.ts";
import { DS } from "./ds.ts";
import { DSYNC } from "./dsync.ts";
import { EID } from "./eid.ts";
import { EUI48 } from "./eui48.ts";
import { EUI64 } from "./eui64.ts";
import { GPOS } from "./gpos.ts";
import { HHIT } from "./hhit.ts";
import { HINFO } from "./hinfo.ts";
import { HIP } from "./hip.ts";
import { HTTPS } from "./https.ts";
import { IPN } from "./ipn.ts";
import { IPSECKEY } from "./ipseckey.ts";
import { ISDN } from "./isdn.ts";
import { ISO } from "./iso.ts";
import { KEY } from "./key.ts";
import { KX } from "./kx.ts";
import { L32 } from "./l32.ts";
import { L64 } from "./l64.ts";
import { LOC } from "./loc.ts";
import { LP } from "./lp.ts";
import { MB } from "./mb.ts";
import { MD } from "./md.ts";
import { MF } from "./mf.ts";
import { MG } from "./mg.ts";
import { MINFO } from "./minfo.ts";
import { MR } from "./mr.ts";
import { MX } from "./mx.ts";
import { NAPTR } from "./naptr.ts";
import { NID } from "./nid.ts";
import { NIMLOC } from "./nimloc.ts";
import { NINFO } from "./ninfo.ts";
import { NS } from "./ns.ts";
import { NSAP } from "./nsap.ts";
import { NSAP_PTR } from "./nsap-ptr.ts";
import { NSEC } from "./nsec.ts";
import { NSEC3 } from "./nsec3.ts";
import { NSEC3PARAM } from "./nsec3param.ts";
import { NXT } from "./nxt.ts";
import { OPENPGPKEY } from "./openpgpkey.ts";
import { PTR } from "./ptr.ts";
import { PX } from "./px.ts";
import type { AnyRecordType, Fields, RecordType, Values } from "./record-type.ts";
import { RESINFO } from "./resinfo.ts";
import { RKEY } from "./rkey.ts";
import { RP } from "./rp.ts";
import { RRSIG } from "./rrsig.ts";
import { RT } from "./rt.ts";
import { SIG } from "./sig.ts";
import { SINK } from "./sink.ts";
import { SMIMEA } from "./smimea.ts";
import { SOA } from "./soa.ts";
import { SPF } from "./spf.ts";
import { SRV } from "./srv.ts";
import { SSHFP } from "./sshfp.ts";
import { SVCB } from "./svcb.ts";
import { TA } from "./ta.ts";
import { TALINK } from "./talink.ts";
import { TLSA } from "./tlsa.ts";
import { TXT } from "./txt.ts";
import { UNECE } from "./unece.ts";
import { unknownType } from "./unknown.ts";
import { URI } from "./uri.ts";
import { WALLET } from "./wallet.ts";
import { WKS } from "./wks.ts";
import { X25 } from "./x25.ts";
import { ZONEMD } from "./zonemd.ts";

/** THE TABLE: every record type, one file and one line each, in the order of their mnemonics. */
export const RECORD_TYPES = [
  A,
  A6,
  AAAA,
  AFSDB,
  ALIAS,
  AMTRELAY,
  APL,
  ATMA,
  AVC,
  BRID,
  CAA,
  CDNSKEY,
  CDS,
  CERT,
  CLA,
  CNAME,
  CSYNC,
  DHCID,
  DLV,
  DNAME,
  DNSKEY,
  DOA,
  DS,
  DSYNC,
  EID,
  EUI48,
  EUI64,
  GPOS,
  HHIT,
  HINFO,
  HIP,
  HTTPS,
  IPN,
  IPSECKEY,
  ISDN,
  ISO,
  KEY,
  KX,
  L32,
  L64,
  LOC,
  LP,
  MB,
  MD,
  MF,
  MG,
  MINFO,
  MR,
  MX,
  NAPTR,
  NID,
  NIMLOC,
  NINFO,
  NS,
  NSAP,
  NSAP_PTR,
  NSEC,
  NSEC3,
  NSEC3PARAM,
  NXT,
  OPENPGPKEY,
  PTR,
  PX,
  RESINFO,
  RKEY,
  RP,
  RRSIG,
  RT,
  SIG,
  SINK,
  SMIMEA,
  SOA,
  SPF,
  SRV,
  SSHFP,
  SVCB,
  TA,
  TALINK,
  TLSA,
  TXT,
  UNECE,
  URI,
  WALLET,
  WKS,
  X25,
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
