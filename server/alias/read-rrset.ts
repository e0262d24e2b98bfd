import { type Name, ROOT } from "../../dns/name.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import { type Octets, octetsOf } from "../../dns/wire.ts";
import { readServedRRset } from "../tables/compile/restage.ts";
import type { Tables } from "../tables/tables.ts";

/** An RRset as values. */
export interface ReadRRset {
  /** In lower case. */
  readonly owner: Name;
  readonly ttl: number;
  /** Data of its records, uncompressed. */
  readonly rdata: readonly Octets[];
  /** Data of its RRSIGs. */
  readonly signatures: readonly Octets[];
}

/** Reads an RRset of a node out of the tables. */
export function readRRset(tables: Tables, node: number, rrset: number): ReadRRset {
  const rdata: Octets[] = [];
  const signatures: Octets[] = [];
  let owner = ROOT;
  let ttl = 0;
  readServedRRset(tables, node, rrset, (record) => {
    const { wire, ownerLength, rdataStart, rdataEnd } = record;
    owner = octetsOf(wire, 0, ownerLength) as Name; // nodes have whole names
    ({ ttl } = record);
    (record.type === RRSIG ? signatures : rdata).push(octetsOf(wire, rdataStart, rdataEnd));
  });
  return { owner, ttl, rdata, signatures };
}
