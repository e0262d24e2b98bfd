import { MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";
import { A, AAAA, CNAME, DNAME, NS } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import { findPlace, findRRset, NOWHERE } from "../answer/lookup.ts";
import { makeNameBuffer, readName } from "../query/name.ts";
import {
  HAS_CNAME,
  HAS_DNAME,
  IS_BROKEN,
  IS_CUT,
  NODE_ALIAS,
  NODE_COVER,
  NODE_INFO,
  NODE_WILDCARD,
  NODE_ZONE,
  ROW,
  type Tables,
  ZONE_APEX,
  ZONE_NEGATIVE_SOA,
  ZONE_SIZE,
} from "../tables/tables.ts";
import type { Alias } from "./alias-list.ts";
import { readRRset } from "./read-rrset.ts";

/** What a name of our own zones has of a type. TTLs are in seconds. */
export type Inside =
  /** It lies in none of them, or below a delegation: others know. */
  | { readonly kind: "outside" }
  | { readonly kind: "addresses"; readonly ttl: number; readonly addresses: readonly Octets[] }
  /** What is asked for is at another name: there is a CNAME, a DNAME or an ALIAS. */
  | { readonly kind: "next"; readonly ttl: number; readonly name: Name }
  | { readonly kind: "none"; readonly ttl: number }
  | { readonly kind: "failed"; readonly reason: string };

/** Looks for A or AAAA of a name in the tables, as an answer would have it (RFC 1034 §4.3.2), and asks nobody. */
export function lookInZones(tables: Tables, aliases: readonly Alias[], name: Name, type: number): Inside {
  const { rows } = tables;
  const octets = Buffer.from(name, "latin1");
  readName(asked, octets, 0, octets.length);
  const place = findPlace(tables, asked);
  if (place === NOWHERE) return { kind: "outside" };
  const encloser = place >> 1;
  const row = encloser * ROW;
  if ((rows[row + NODE_INFO]! & IS_BROKEN) !== 0)
    return { kind: "failed", reason: "its zone cannot be loaded" };
  const cover = rows[row + NODE_COVER]!;
  if (cover >= 0 && (rows[cover * ROW + NODE_INFO]! & IS_CUT) !== 0) return { kind: "outside" };
  const exists = (place & 1) === 1;
  if (cover >= 0) return substitute(tables, cover, name);
  if (!exists && (rows[row + NODE_INFO]! & HAS_DNAME) !== 0) return substitute(tables, encloser, name);
  const source = exists ? encloser : rows[row + NODE_WILDCARD]!;
  const none = { kind: "none", ttl: negativeTtl(tables, encloser) } as const;
  if (source < 0) return none;
  const rrset = findRRset(tables, source, type);
  if (rrset >= 0) {
    const { ttl, rdata } = readRRset(tables, source, rrset);
    return { kind: "addresses", ttl, addresses: [...rdata].sort() };
  }
  const alias = aliases[rows[source * ROW + NODE_ALIAS]!];
  if (alias !== undefined) return { kind: "next", ttl: alias.ttl, name: alias.target };
  if ((rows[source * ROW + NODE_INFO]! & HAS_CNAME) === 0) return none;
  const { ttl, rdata } = readRRset(tables, source, findRRset(tables, source, CNAME));
  return { kind: "next", ttl, name: rdata[0]! as Name }; // a CNAME's data are a name
}

/** The addresses of all nameservers that our zones have at their apexes, as far as the zones have these. */
export function nameserverAddresses(tables: Tables, aliases: readonly Alias[]): Set<Octets> {
  const found = new Set<Octets>();
  for (let zone = 0; zone < tables.zones.length; zone += ZONE_SIZE) {
    const apex = tables.zones[zone + ZONE_APEX]!;
    const rrset = findRRset(tables, apex, NS);
    if (rrset < 0) continue;
    for (const name of readRRset(tables, apex, rrset).rdata) {
      for (const type of [A, AAAA]) {
        const inside = lookInZones(tables, aliases, name as Name, type); // NS has a name
        if (inside.kind === "addresses") for (const address of inside.addresses) found.add(address);
      }
    }
  }
  return found;
}

const asked = makeNameBuffer();

/** The name that a DNAME at or above it makes of it (RFC 6672 §2.2). */
function substitute(tables: Tables, node: number, name: Name): Inside {
  const { owner, ttl, rdata } = readRRset(tables, node, findRRset(tables, node, DNAME));
  const made = `${name.slice(0, name.length - owner.length)}${rdata[0]!}` as Name;
  if (made.length > MAX_NAME_LENGTH) return { kind: "failed", reason: "a DNAME makes its name too long" };
  return { kind: "next", ttl, name: made };
}

/** How long "no" holds (RFC 2308 §3). */
function negativeTtl(tables: Tables, node: number): number {
  const zone = tables.rows[node * ROW + NODE_ZONE]! * ZONE_SIZE;
  const apex = tables.zones[zone + ZONE_APEX]!;
  return readRRset(tables, apex, tables.zones[zone + ZONE_NEGATIVE_SOA]!).ttl;
}
