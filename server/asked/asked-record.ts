import { setImmediate as nextTurn } from "node:timers/promises";
import type { Name } from "../../dns/name.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { AskedBuffers } from "../answer/asked.ts";
import { findNode, findRRset } from "../answer/lookup.ts";
import { countedNames, makeFrequentBuffer, readFrequent } from "../answer/space-saving.ts";
import { makeNameBuffer, readName } from "../query/name.ts";
import type { MovedRows } from "../tables/moved-rows.ts";
import {
  IS_APEX,
  NODE_INFO,
  NODE_NAME,
  NODE_ZONE,
  ROW,
  RRSET_TYPE,
  type Tables,
  ZONE_APEX,
  ZONE_SIZE,
  ZONE_UPPER_NODE,
} from "../tables/tables.ts";
import { followNodes, nodesBeside } from "./same-nodes.ts";

/** An RRset that is served, and how often it was asked for, directly or by way of an alias, a wildcard or a referral. */
export interface AskedRRset {
  readonly name: Name;
  readonly type: number;
  readonly count: number;
  /** Since when that is counted without a gap, in milliseconds since 1970. */
  readonly since: number;
}

/** All RRsets of a zone together, but for its SOA and ZONEMD: who looks whether we are well asks for those all the time. */
export interface AskedZone {
  /** How many there are. */
  readonly rrsets: number;
  readonly count: number;
  /** Since when all of them are counted without a gap, in milliseconds since 1970. */
  readonly since: number;
}

/** How much there is to be asked for. */
export interface AskedTotals {
  readonly rrsets: number;
  /** How many of them nobody has asked for as long as they are counted. */
  readonly unused: number;
}

/** A name that was asked for in vain, in lower case. */
export interface AskedName {
  readonly name: Name;
  readonly count: number;
  /** By how much `count` may be too great. */
  readonly error: number;
}

/**
 * What all threads have been asked for, over reloads: what they count by rows of the tables is taken over by name and type. It
 * misses no use of an RRset; of two threads each counts for itself.
 */
export class AskedRecord {
  readonly since: number;
  /** The time, in milliseconds since 1970. */
  readonly now: () => number;
  readonly #missing: readonly SharedArrayBuffer[];
  #tables: Tables;
  #uses: readonly SharedArrayBuffer[];
  /** What was counted with tables before these, and since when RRsets are there that came with a reload (0: from the start). */
  #before: Float64Array;
  #added: Float64Array;
  #settled: Promise<void> = Promise.resolve();

  /** For so many threads that serve these tables at first; `now` gives milliseconds since 1970. */
  constructor(threads: number, tables: Tables, now: () => number) {
    this.now = now;
    this.since = now();
    this.#tables = tables;
    this.#missing = Array.from({ length: threads }, makeFrequentBuffer);
    this.#uses = this.#missing.map(() => makeUses(tables));
    this.#before = new Float64Array(new SharedArrayBuffer(0));
    this.#added = new Float64Array(new SharedArrayBuffer(0));
  }

  /** Where a thread counts. */
  buffersOf(thread: number): AskedBuffers {
    return { uses: this.#uses[thread]!, missing: this.#missing[thread]! };
  }

  /**
   * Makes room for the counts of other tables; each thread is to use its own from the moment on at which it serves them, and
   * `settle` is to be called when all do. What has moved is taken over without looking for names.
   */
  turn(
    tables: Tables,
    moved: readonly MovedRows[] = [],
  ): { readonly places: readonly AskedBuffers[]; readonly settle: () => void } {
    const uses = this.#missing.map(() => makeUses(tables));
    const settle = () => {
      const now = this.now();
      this.#settled = this.#settled
        .then(() => this.#takeOver(this.#counted(), tables, moved, uses, now))
        // What cannot be taken over is counted from now on: that says less, and nothing wrong.
        .catch(() =>
          this.#put(tables, uses, new Float64Array(0), new Float64Array(rowsOf(tables)).fill(now)),
        );
    };
    return { places: uses.map((own, thread) => ({ uses: own, missing: this.#missing[thread]! })), settle };
  }

  async #takeOver(
    from: Counted,
    tables: Tables,
    moved: readonly MovedRows[],
    uses: readonly SharedArrayBuffer[],
    now: number,
  ): Promise<void> {
    const totals = totalsOf(from);
    const before = new Float64Array(rowsOf(tables));
    const added = new Float64Array(rowsOf(tables));
    for (const { from: first, to, length } of moved) {
      for (let row = 0; row < length; row++) {
        const count = totals(first + row);
        const since = from.added[first + row] ?? 0;
        if (count !== 0) before[to + row] = count; // what is never written takes no memory
        if (since !== 0) added[to + row] = since;
        if (row % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn(); // others have a turn, too
      }
    }
    let walked = 0;
    const formerOf = followNodes(from.tables, tables);
    for (const node of nodesBeside(tables, moved)) {
      const old = formerOf(node);
      for (let rrset = node + 1; rrset <= node + rrsetsAt(tables, node); rrset++) {
        const same = old < 0 ? -1 : findRRset(from.tables, old, typeAt(tables, rrset));
        const count = same < 0 ? 0 : totals(same);
        const since = same < 0 ? now : (from.added[same] ?? 0);
        if (count !== 0) before[rrset] = count;
        if (since !== 0) added[rrset] = since;
      }
      walked += 1;
      if (walked % NODES_A_TURN === 0) await nextTurn();
    }
    this.#put(tables, uses, before, added);
  }

  #put(tables: Tables, uses: readonly SharedArrayBuffer[], before: Float64Array, added: Float64Array): void {
    this.#tables = tables;
    this.#uses = uses;
    this.#before = before;
    this.#added = added;
  }

  /** The RRset with this name, in wire form, and type; undefined where it is not served. */
  async of(asked: Name, type: number): Promise<AskedRRset | undefined> {
    await this.#settled;
    const octets = Buffer.from(asked, "latin1");
    readName(name, octets, 0, octets.length);
    const node = findNode(this.#tables, name, 0);
    const rrset = node < 0 ? -1 : findRRset(this.#tables, node, type);
    return rrset < 0
      ? undefined
      : this.#describe(this.#counted(), node, rrset, totalsOf(this.#counted())(rrset));
  }

  /** The RRsets that were asked for most, so many at most, the first the one asked for most often. */
  async most(limit: number): Promise<readonly AskedRRset[]> {
    const best: { node: number; rrset: number; count: number }[] = [];
    const counted = await this.#walk((node, rrset, count) => {
      if (count === 0 || (best.length >= limit && count <= best.at(-1)!.count)) return;
      const place = best.findIndex((other) => other.count < count);
      best.splice(place < 0 ? best.length : place, 0, { node, rrset, count });
      if (best.length > limit) best.pop();
    });
    return best.map(({ node, rrset, count }) => this.#describe(counted, node, rrset, count));
  }

  /**
   * The RRsets of the zone with this origin, in wire form. Undefined where it is not served, and where another zone that is
   * lies directly below it: what is asked of that one's DS is not known by name.
   */
  async ofZone(origin: Name): Promise<AskedZone | undefined> {
    await this.#settled;
    const tables = this.#tables;
    const octets = Buffer.from(origin, "latin1");
    readName(name, octets, 0, octets.length);
    const apex = findNode(tables, name, 0);
    if (apex < 0 || (tables.rows[apex * ROW + NODE_INFO]! & IS_APEX) === 0) return undefined;
    const zone = zoneAt(tables, apex);
    for (let upper = ZONE_UPPER_NODE; upper < tables.zones.length; upper += ZONE_SIZE) {
      const node = tables.zones[upper]!;
      if (node >= 0 && zoneAt(tables, node) === zone) return undefined;
    }
    let rrsets = 0;
    let all = 0;
    let since = this.since;
    const counted = await this.#walk((node, rrset, count, from) => {
      const type = typeAt(from.tables, rrset);
      if (zoneAt(from.tables, node) !== zone || type === SOA || type === ZONEMD) return;
      rrsets += 1;
      all += count;
      since = Math.max(since, from.added[rrset] ?? 0);
    });
    // Other tables meanwhile have other numbers for their zones.
    return counted.tables === tables ? { rrsets, count: all, since } : this.ofZone(origin);
  }

  /** Shows every RRset that was asked for, or came with a reload, with the apex of its zone; others have turns meanwhile. */
  async each(see: (rrset: AskedRRset, apex: Name) => void): Promise<void> {
    await this.#walk((node, rrset, count, counted) => {
      if (count === 0 && !counted.added[rrset]) return;
      const { zones } = counted.tables;
      const apex = nameAt(counted.tables, zones[zoneAt(counted.tables, node) * ZONE_SIZE + ZONE_APEX]!);
      see(this.#describe(counted, node, rrset, count), apex);
    });
  }

  /** How many RRsets are served, and how many of them are not asked for. */
  async totals(): Promise<AskedTotals> {
    let rrsets = 0;
    let unused = 0;
    await this.#walk((_node, _rrset, count) => {
      rrsets += 1;
      if (count === 0) unused += 1;
    });
    return { rrsets, unused };
  }

  /** How often all threads were asked for a name that does not exist. */
  missed(): number {
    return this.#missing.reduce((sum, buffer) => sum + countedNames(buffer), 0);
  }

  /** Shows every RRset with its count; others have turns meanwhile. Gives what it went through, which may be replaced by now. */
  async #walk(see: (node: number, rrset: number, count: number, counted: Counted) => void): Promise<Counted> {
    await this.#settled;
    const counted = this.#counted();
    const { tables } = counted;
    const totals = totalsOf(counted);
    let walked = 0;
    for (const node of nodesOf(tables)) {
      const last = node + rrsetsAt(tables, node);
      for (let rrset = node + 1; rrset <= last; rrset++) see(node, rrset, totals(rrset), counted);
      walked += 1;
      if (walked % NODES_A_TURN === 0) await nextTurn();
    }
    return counted;
  }

  /** The names that do not exist and were asked for most, in the same way. */
  missing(limit: number): readonly AskedName[] {
    const all = new Map<string, { count: number; error: number }>();
    for (const buffer of this.#missing) {
      for (const { name, count, error } of readFrequent(buffer)) {
        const other = all.get(name);
        all.set(name, { count: count + (other?.count ?? 0), error: error + (other?.error ?? 0) });
      }
    }
    return [...all]
      .map(([name, counts]) => ({ name: name as Name, ...counts })) // only names were counted
      .sort((a, b) => b.count - b.error - (a.count - a.error) || b.count - a.count)
      .slice(0, limit);
  }

  #counted(): Counted {
    return { tables: this.#tables, uses: this.#uses, before: this.#before, added: this.#added };
  }

  #describe({ tables, added }: Counted, node: number, rrset: number, count: number): AskedRRset {
    const since = added[rrset] || this.since;
    return { name: nameAt(tables, node), type: typeAt(tables, rrset), count, since };
  }
}

interface Counted {
  readonly tables: Tables;
  readonly uses: readonly SharedArrayBuffer[];
  readonly before: Float64Array;
  readonly added: Float64Array;
}

const ROWS_A_TURN = 100_000; // a millisecond or two
const NODES_A_TURN = 1_000; // some milliseconds where each must be looked for in memory that is in no cache
const name = makeNameBuffer();

function makeUses(tables: Tables): SharedArrayBuffer {
  return new SharedArrayBuffer(rowsOf(tables) * 8);
}

function rowsOf({ rows }: Tables): number {
  return rows.length / ROW;
}

/** What all threads and those before them have counted at a row. */
function totalsOf({ uses, before }: Counted): (row: number) => number {
  const views = uses.map((buffer) => new Float64Array(buffer));
  return (row) => {
    let sum = before[row] ?? 0;
    for (const view of views) sum += view[row]!;
    return sum;
  };
}

/** The nodes that can be found by their names. */
function* nodesOf({ slots }: Tables): Generator<number> {
  for (let at = 1; at < slots.length; at += 2) if (slots[at] !== 0) yield slots[at]! - 1;
}

function rrsetsAt({ rows }: Tables, node: number): number {
  return rows[node * ROW + NODE_INFO]! >>> 16;
}

function typeAt({ rows }: Tables, rrset: number): number {
  return rows[rrset * ROW + RRSET_TYPE]! & 0xffff;
}

function zoneAt({ rows }: Tables, node: number): number {
  return rows[node * ROW + NODE_ZONE]!;
}

function nameAt({ rows, heap }: Tables, node: number): Name {
  const start = rows[node * ROW + NODE_NAME]!;
  const end = start + (rows[node * ROW + NODE_INFO]! & 0xff);
  return Buffer.from(heap.subarray(start, end)).toString("latin1") as Name; // tables have only names
}
