import { setImmediate as nextTurn } from "node:timers/promises";
import type { Name } from "../../dns/name.ts";
import type { AskedBuffers } from "../answer/asked.ts";
import { findNode, findRRset } from "../answer/lookup.ts";
import { makeFrequentBuffer, readFrequent } from "../answer/space-saving.ts";
import { makeNameBuffer, readName } from "../query/name.ts";
import { NODE_INFO, NODE_NAME, ROW, RRSET_TYPE, type Tables } from "../tables/tables.ts";

/** An RRset that is served, and how often it was asked for, directly or by way of an alias, a wildcard or a referral. */
export interface AskedRRset {
  readonly name: Name;
  readonly type: number;
  readonly count: number;
  /** Since when that is counted without a gap, in milliseconds since 1970. */
  readonly since: number;
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
  readonly #now: () => number;
  readonly #missing: readonly SharedArrayBuffer[];
  #tables: Tables;
  #uses: readonly SharedArrayBuffer[];
  /** What was counted with tables before these, and since when RRsets are there that came with a reload (0: from the start). */
  #before: Float64Array;
  #added: Float64Array;
  #settled: Promise<void> = Promise.resolve();

  /** For so many threads that serve these tables at first; `now` gives milliseconds since 1970. */
  constructor(threads: number, tables: Tables, now: () => number) {
    this.#now = now;
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
   * `settle` is to be called when all do.
   */
  turn(tables: Tables): { readonly places: readonly AskedBuffers[]; readonly settle: () => void } {
    const uses = this.#missing.map(() => makeUses(tables));
    const settle = () => {
      const now = this.#now();
      this.#settled = this.#settled
        .then(() => this.#takeOver(this.#counted(), tables, uses, now))
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
    uses: readonly SharedArrayBuffer[],
    now: number,
  ): Promise<void> {
    const totals = totalsOf(from);
    const before = new Float64Array(rowsOf(tables));
    const added = new Float64Array(rowsOf(tables));
    let walked = 0;
    for (const node of nodesOf(tables)) {
      nameAt(tables, node);
      const old = findNode(from.tables, name, 0);
      for (let rrset = node + 1; rrset <= node + rrsetsAt(tables, node); rrset++) {
        const same = old < 0 ? -1 : findRRset(from.tables, old, typeAt(tables, rrset));
        const count = same < 0 ? 0 : totals(same);
        const since = same < 0 ? now : (from.added[same] ?? 0);
        if (count !== 0) before[rrset] = count; // what is never written takes no memory
        if (since !== 0) added[rrset] = since;
      }
      walked += 1;
      if (walked % NODES_A_TURN === 0) await nextTurn(); // others have a turn, too
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
    return rrset < 0 ? undefined : this.#describe(node, rrset, totalsOf(this.#counted())(rrset));
  }

  /** The RRsets that were asked for most, so many at most, the first the one asked for most often. */
  async most(limit: number): Promise<readonly AskedRRset[]> {
    await this.#settled;
    const totals = totalsOf(this.#counted());
    const best: { node: number; rrset: number; count: number }[] = [];
    for (const node of nodesOf(this.#tables)) {
      for (let rrset = node + 1; rrset <= node + rrsetsAt(this.#tables, node); rrset++) {
        const count = totals(rrset);
        if (count === 0 || (best.length >= limit && count <= best.at(-1)!.count)) continue;
        const place = best.findIndex((other) => other.count < count);
        best.splice(place < 0 ? best.length : place, 0, { node, rrset, count });
        if (best.length > limit) best.pop();
      }
    }
    return best.map(({ node, rrset, count }) => this.#describe(node, rrset, count));
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

  #describe(node: number, rrset: number, count: number): AskedRRset {
    const since = this.#added[rrset] || this.since;
    return { name: nameAt(this.#tables, node), type: typeAt(this.#tables, rrset), count, since };
  }
}

interface Counted {
  readonly tables: Tables;
  readonly uses: readonly SharedArrayBuffer[];
  readonly before: Float64Array;
  readonly added: Float64Array;
}

const NODES_A_TURN = 10_000;
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
  return (row) => views.reduce((sum, view) => sum + view[row]!, before[row] ?? 0);
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

/** The name of a node, which then stands in `name`, too. */
function nameAt({ rows, heap }: Tables, node: number): Name {
  const start = rows[node * ROW + NODE_NAME]!;
  const end = start + (rows[node * ROW + NODE_INFO]! & 0xff);
  readName(name, heap, start, end);
  return Buffer.from(heap.subarray(start, end)).toString("latin1") as Name; // tables have only names
}
