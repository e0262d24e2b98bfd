import { CLASS_IN } from "../../dns/classes.ts";
import { A, AAAA, NSEC, NSEC3, RRSIG } from "../../dns/type-numbers.ts";
import { type Octets, Writer } from "../../dns/wire.ts";
import { findRRset } from "../answer/lookup.ts";
import { MAX_ALIAS_ADDRESSES } from "../tables/overlay.ts";
import { ALIAS_RRSET, ALIAS_SIZE, isSignedZone, NODE_DENIAL, ROW, type Tables } from "../tables/tables.ts";
import type { Alias } from "./alias-list.ts";
import type { KnownOfTarget } from "./known.ts";
import { readRRset } from "./read-rrset.ts";
import { type SignerFor, signLike } from "./sign-like.ts";
import { withoutTypes } from "./without-types.ts";

/** Records as they stand in the overlay: finished, with the TTL that they have at most, and their RRSIGs behind them. */
export interface Finished {
  readonly octets: Uint8Array;
  readonly records: number;
  readonly signatures: number;
  /** Octets of the records, and of the RRSIGs. */
  readonly length: number;
  readonly signatureLength: number;
}

/**
 * Makes what the overlay holds of one type at an alias: its addresses; or in a signed zone the NSEC or NSEC3 of the name without
 * the types that the target lacks (RFC 4035 §5.4), and nothing in one that is not. Undefined where nothing may be told: nothing is
 * known, or a key is not here.
 */
export function finishRRset(
  tables: Tables,
  alias: Alias,
  type: number,
  known: KnownOfTarget,
  signerFor: SignerFor,
): Finished | undefined {
  const own = type === A ? known.a : known.aaaa;
  const isSigned = isSignedZone(tables, alias.zone);
  switch (own.kind) {
    case "unknown":
      return undefined;
    case "none":
      return isSigned ? finishDenial(tables, alias, lackingTypes(known), signerFor) : NOTHING;
    case "addresses": {
      const { owner, node, ttl } = alias;
      const written = readRRset(tables, node, tables.aliases[alias.number * ALIAS_SIZE + ALIAS_RRSET]!);
      const rdata = own.addresses.slice(0, MAX_ALIAS_ADDRESSES);
      // As it was written and signed, but for the type: the same keys, and the same time.
      const signatures = isSigned ? signLike(written.signatures, { owner, type, rdata }, signerFor) : [];
      return signatures && finish(type, ttl, rdata, signatures);
    }
    default:
      return own satisfies never;
  }
}

const NOTHING: Finished = {
  ...{ octets: new Uint8Array(0), records: 0, signatures: 0, length: 0, signatureLength: 0 },
};

function finishDenial(
  tables: Tables,
  alias: Alias,
  lacking: readonly number[],
  signerFor: SignerFor,
): Finished | undefined {
  const place = tables.rows[alias.node * ROW + NODE_DENIAL]!;
  if (place < 0) return undefined; // a signed zone without a chain has nothing to prove with
  const node = tables.chain[place]!;
  const nsec3 = findRRset(tables, node, NSEC3);
  const type = nsec3 >= 0 ? NSEC3 : NSEC;
  const { owner, ttl, rdata, signatures } = readRRset(
    tables,
    node,
    nsec3 >= 0 ? nsec3 : findRRset(tables, node, NSEC),
  );
  const denial = rdata.map((octets) => withoutTypes(type, octets, lacking));
  const made = signLike(signatures, { owner, type, rdata: denial }, signerFor);
  return made && finish(type, ttl, denial, made);
}

/** The types of which it is known that the target has none. */
function lackingTypes({ a, aaaa }: KnownOfTarget): number[] {
  return [...(a.kind === "none" ? [A] : []), ...(aaaa.kind === "none" ? [AAAA] : [])];
}

function finish(
  type: number,
  ttl: number,
  rdata: readonly Octets[],
  signatures: readonly Octets[],
): Finished {
  const out = new Writer();
  for (const octets of rdata) writeRecord(out, type, ttl, octets);
  const { length } = out;
  for (const octets of signatures) writeRecord(out, RRSIG, ttl, octets);
  return {
    octets: out.bytes.slice(0, out.length),
    ...{ records: rdata.length, signatures: signatures.length, length },
    signatureLength: out.length - length,
  };
}

/** With a pointer to the question in place of the owner, as all records of the tables have it. */
function writeRecord(out: Writer, type: number, ttl: number, rdata: Octets): void {
  out.u16(0xc00c);
  out.u16(type);
  out.u16(CLASS_IN);
  out.u32(ttl);
  out.u16(rdata.length);
  out.octets(rdata);
}
