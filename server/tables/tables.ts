import { type Octets, viewOctets } from "./octets.ts";
import { type Overlay, openOverlay } from "./overlay.ts";

/**
 * All zones as flat tables over one buffer, which threads share. Made by `compile` and never written again, but for the overlay and a
 * journal that comes later (`setJournal`); a packet reads nothing else. A node is a name in a zone (empty non-terminals included), an
 * RRset a run of finished records.
 * What one question needs stands together, so that the processor fetches little: a node's row, the rows of its RRsets,
 * and in the heap its name and their records.
 */
export interface Tables {
  readonly buffer: SharedArrayBuffer;
  /** Open addressing from the hash of a name to its node: pairs of hash and node + 1, 0 where the slot is free. */
  readonly slots: Int32Array;
  readonly slotMask: number;
  /** Nodes, each with its RRsets behind it. A node or an RRset is known by the number of its row. */
  readonly rows: Int32Array;
  /** Additional data of RRsets: pairs of an RRset and where its owner stands (see `EXTRA_REQUIRED`). */
  readonly extras: Int32Array;
  readonly zones: Int32Array;
  /** Nodes with NSEC in canonical order, or NSEC3 in the order of their hashes: one run for each signed zone. */
  readonly chain: Int32Array;
  /**
   * By what `chain` is searched, two numbers for each of its places: of a name with NSEC those of `orderKey`, of one with NSEC3 the first 32 bits of
   * its hash.
   */
  readonly keys: Int32Array;
  /** Names in lower case and uncompressed, records in wire form, and what goes with them. */
  readonly heap: Uint8Array;
  /** The same, to be copied and compared by words. */
  readonly heapOctets: Octets;
  /** What has changed in zones since former serials, see `journalOf`; empty where nothing is known of that. */
  readonly journals: Uint8Array;
  /** Names with ALIAS, each with its place in the overlay. */
  readonly aliases: Int32Array;
  /** What the targets of these have: the one part that is written while others read it, see `Overlay`. */
  readonly overlay: Overlay;
}

/** Columns of a row, for a node or an RRset. */
export const ROW = 8;

/** Of a node: where its name stands in the heap. */
export const NODE_NAME = 0;
/** Length of the name (8 bits), flags (8 bits), number of RRsets (16 bits), of which at a cut the first is NS. */
export const NODE_INFO = 1;
/** Its zone. */
export const NODE_ZONE = 2;
/** The cut at or above the node, or the DNAME's owner above it, whichever is nearest to the apex; -1 for none. */
export const NODE_COVER = 3;
/** Its child `*`, -1 for none. */
export const NODE_WILDCARD = 4;
/** Place in `chain` of the NSEC or NSEC3 at this name, -1 for none. */
export const NODE_DENIAL = 5;
/** Place in `chain` of the NSEC or NSEC3 which proves that there is no child `*`, -1 for none. */
export const NODE_NO_WILDCARD = 6;
/** Which of the aliases it is, -1 for none. */
export const NODE_ALIAS = 7;

/** Flags of a node, as they stand in NODE_INFO. */
export const IS_APEX = 1 << 8;
/** It has NS and is not the apex: below it another zone begins. */
export const IS_CUT = 1 << 9;
export const HAS_DNAME = 1 << 10;
export const HAS_CNAME = 1 << 11;
/** It cannot be found by its name: NSEC3 and nothing else (RFC 5155 §7.2.8), or another of our zones answers here. */
export const IS_HIDDEN = 1 << 12;
/** It is the owner `*` of synthesis (RFC 4592 §2.1.1). */
export const IS_WILDCARD = 1 << 13;
/** The apex, and the only node, of a zone that cannot be loaded: what is asked at and below it is answered SERVFAIL. */
export const IS_BROKEN = 1 << 14;

/** Of an RRset: type (16 bits), number of records (16 bits). */
export const RRSET_TYPE = 0;
/** Where its records stand in `heap`: the RRset, its RRSIGs, then the offsets of pointers in rdata (16 bits each). */
export const RRSET_DATA = 1;
/** Octets of the records (16 bits) and of their RRSIGs (16 bits). */
export const RRSET_LENGTHS = 2;
/** Number of RRSIGs (16 bits) and of pointers in rdata (16 bits). */
export const RRSET_COUNTS = 3;
/** First entry in `extras`. For CNAME: the place of its target (see `findPlace`). */
export const RRSET_EXTRAS = 4;
/** Number of entries in `extras`. For CNAME: length of its target. */
export const RRSET_EXTRA_COUNT = 5;
/** For ALIAS: which of the aliases it is, where it is answered. */
export const RRSET_ALIAS = 6;

/** In the second number of an entry in `extras`, beside the owner's offset in the RRset (16 bits): RFC 9471 §3.1. */
export const EXTRA_REQUIRED = 1 << 16;
/**
 * And, shifted by these, the number of the link that it is, and of the link in which its owner stands; 0 for none, and for
 * the RRset itself. A link is an SVCB or HTTPS RRset of the additional section that an alias leads to.
 */
export const EXTRA_LINK = 17;
export const EXTRA_BASE = 21;
/** So many links have room in four bits, and no client follows more aliases. */
export const MAX_LINKS = 15;

/** Columns of a zone. */
export const ZONE_SIZE = 8;
export const ZONE_APEX = 0;
/** The RRset of the SOA with the TTL of negative answers (RFC 2308 §5), -1 where the zone is broken. */
export const ZONE_NEGATIVE_SOA = 1;
/** The node of the same name in the zone above, -1 for none. */
export const ZONE_UPPER_NODE = 2;
/** Where there is no such node, the closest encloser in the zone above, -1 where we have no zone above. */
export const ZONE_UPPER_ENCLOSER = 3;
/** NO_DENIAL, BY_NSEC or BY_NSEC3. */
export const ZONE_DENIAL = 4;
/** Its run in `chain`. */
export const ZONE_CHAIN = 5;
export const ZONE_CHAIN_COUNT = 6;
/** Where iterations (16 bits), salt length (8 bits) and salt stand in `heap`. */
export const ZONE_NSEC3 = 7;

/** Columns of an alias. */
export const ALIAS_SIZE = 6;
/** Its node, -1 where the row is not used. */
export const ALIAS_NODE = 0;
/** The RRset of its ALIAS, which has the target. */
export const ALIAS_RRSET = 1;
/** The TTL of that: none that is answered is longer. */
export const ALIAS_TTL = 2;
/** Where the slots of A and of AAAA stand in the overlay, in octets, and how many octets each buffer of them has. */
export const ALIAS_A = 3;
export const ALIAS_AAAA = 4;
export const ALIAS_ROOM = 5;

/** Values of ZONE_DENIAL: the zone is not signed, or has no NSEC, so it has nothing to prove with. */
export const NO_DENIAL = 0;
/** Names that do not exist lie between the names of NSEC. */
export const BY_NSEC = 1;
/** They hash to what lies between the hashes of NSEC3. */
export const BY_NSEC3 = 2;

/** The zone is signed: its SOA has RRSIGs, which `compile` leaves with their RRsets in no other zone. */
export function isSignedZone({ rows, zones }: Tables, zone: number): boolean {
  const soa = zones[zone * ZONE_SIZE + ZONE_NEGATIVE_SOA]!;
  return (rows[soa * ROW + RRSET_COUNTS]! & 0xffff) !== 0;
}

/** Octets in a record of the heap before its rdata: pointer to the owner, type, class, TTL, length. */
export const RECORD_HEAD = 12;

/** How much room each table needs. Counts of rows, or octets. */
export interface TableSizes {
  readonly slots: number;
  readonly rows: number;
  readonly extras: number;
  readonly zones: number;
  readonly chain: number;
  readonly heap: number;
  readonly journals: number;
  readonly aliases: number;
  /** Octets. */
  readonly overlay: number;
}

const ORDER = [
  "slots",
  "rows",
  "extras",
  "zones",
  "chain",
  "keys",
  "heap",
  "journals",
  "aliases",
  "overlay",
] as const;
const HEADER = 4 * 16;

/** Empty tables of these sizes. What stays unused costs address space, not memory. */
export function makeTables(sizes: TableSizes): Tables {
  const octets = [
    sizes.slots * 8,
    sizes.rows * ROW * 4,
    sizes.extras * 8,
    sizes.zones * ZONE_SIZE * 4,
    sizes.chain * 4,
    sizes.chain * 8,
    sizes.heap,
    sizes.journals,
    sizes.aliases * ALIAS_SIZE * 4,
    sizes.overlay,
  ];
  return makeTablesOf(octets);
}

/** Empty tables with so many octets in each, in their order. */
export function makeTablesOf(octets: readonly number[]): Tables {
  const buffer = new SharedArrayBuffer(octets.reduce((sum, size) => sum + aligned(size), HEADER));
  const header = new Int32Array(buffer, 0, ORDER.length);
  header.set(octets);
  return openTables(buffer);
}

/** The octets of each table, in their order. */
export function tablesInOctets(buffer: SharedArrayBuffer): Uint8Array[] {
  let at = HEADER;
  return Array.from(new Int32Array(buffer, 0, ORDER.length), (size) => {
    const start = at;
    at += aligned(size);
    return new Uint8Array(buffer, start, size);
  });
}

/** So many tables there are, and octets in a row of each: of the heap, the journals and the overlay one. */
export const ROW_OCTETS: readonly number[] = [8, ROW * 4, 8, ZONE_SIZE * 4, 4, 8, 1, 1, ALIAS_SIZE * 4, 1];

/** The tables in a buffer that `makeTables` laid out. */
export function openTables(buffer: SharedArrayBuffer): Tables {
  const octets = new Int32Array(buffer, 0, ORDER.length);
  const starts: number[] = [];
  let at = HEADER;
  for (const size of octets) {
    starts.push(at);
    at += aligned(size);
  }
  const words = (index: number) => new Int32Array(buffer, starts[index]!, octets[index]! / 4);
  const bytes = (index: number) => new Uint8Array(buffer, starts[index]!, octets[index]!);
  const heap = bytes(6);
  return {
    buffer,
    slots: words(0),
    slotMask: octets[0]! / 8 - 1,
    rows: words(1),
    extras: words(2),
    zones: words(3),
    chain: words(4),
    keys: words(5),
    heap,
    heapOctets: viewOctets(heap),
    journals: bytes(7),
    aliases: words(8),
    overlay: openOverlay(words(9), bytes(9)),
  };
}

function aligned(size: number): number {
  return (size + 63) & ~63;
}
