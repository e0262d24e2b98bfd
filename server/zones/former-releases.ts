import { canonicalRdata } from "../../dns/canonical.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import { octetsOf } from "../../dns/wire.ts";
import type { RecordView } from "../../dns/zone-file/record-view.ts";
import { STEP_HEAD, stepBehind, u32 } from "../tables/journals.ts";
import { readRawRecord } from "../transfer/raw-record.ts";

/** How the records of a former release, as they were written, differ from those that are written now. */
export interface FormerRelease {
  /** The serial that its file had. */
  readonly serial: number;
  /** Whether it has this record of those that are written now. Of SOA and ZONEMD at the apex it has its own. */
  readonly has: (record: RecordView) => boolean;
  /** Tells what it had besides, in one object. */
  readonly forEachOther: (onRecord: (record: RecordView) => void) => void;
}

/**
 * The releases before the one that is written now, the newest first, by undoing the steps of a journal that was made when zones were
 * rendered. Each holds until the next one is asked for. Whether it is what was released then is seen by its digest.
 *
 * @param origin of the zone, in wire form
 * @param journal as `readJournal` gives it
 */
export function* formerReleases(origin: Uint8Array, journal: Uint8Array): Generator<FormerRelease> {
  const starts: number[] = [];
  for (let at = 0; at < journal.length; at = stepBehind(journal, at)) starts.push(at);
  const apex = ownerOf(origin, origin.length);
  const gone: Records = new Map();
  const others: Records = new Map();
  const has = (record: RecordView) => {
    const owner = ownerOf(record.wire, record.ownerLength);
    if (owner === apex && isNumbered(record.type)) return false;
    return gone.get(owner)?.has(recordKey(record)) !== true;
  };
  const forEachOther = (onRecord: (record: RecordView) => void) => {
    for (const records of others.values()) {
      for (const at of records.values()) {
        readRawRecord(journal, at, view);
        onRecord(view);
      }
    }
  };
  for (const start of starts.reverse()) {
    undo(journal, start, apex, gone, others);
    yield { serial: u32(journal, start), has, forEachOther };
  }
}

/** Records by their owner and by what else they are, and where each stands in the journal. */
type Records = Map<string, Map<string, number>>;

/** Takes the step from the release before out of what is gone and what is there besides. */
function undo(journal: Uint8Array, start: number, apex: string, gone: Records, others: Records): void {
  const end = stepBehind(journal, start);
  let soas = 0;
  for (let at = start + STEP_HEAD; at < end; ) {
    const place = at;
    at = readRawRecord(journal, at, view);
    if (view.type === SOA) soas += 1; // each part begins with its own
    const isRemoved = soas < 2;
    const owner = ownerOf(view.wire, view.ownerLength);
    const key = recordKey(view);
    const [from, to] = isRemoved ? [gone, others] : [others, gone];
    if (take(from, owner, key)) continue;
    // What the later of two releases had of these is not among what is written now.
    if (!isRemoved && owner === apex && isNumbered(view.type)) continue;
    put(to, owner, key, place);
  }
}

/** Its data has the serial, which goes up with each week while it is served. */
function isNumbered(type: number): boolean {
  return type === SOA || type === ZONEMD;
}

function take(from: Records, owner: string, key: string): boolean {
  return from.get(owner)?.delete(key) === true;
}

function put(to: Records, owner: string, key: string, place: number): void {
  const records = to.get(owner) ?? new Map<string, number>();
  records.set(key, place);
  to.set(owner, records);
}

function ownerOf(wire: Uint8Array, length: number): string {
  return keyOf(octetsOf(wire, 0, length) as Name); // journals and tables have whole names only
}

/** What tells records of one owner apart: the case of names does not, another TTL does. */
function recordKey({ type, ttl, wire, rdataStart, rdataEnd }: RecordView): string {
  return `${type} ${ttl} ${canonicalRdata(type, octetsOf(wire, rdataStart, rdataEnd))}`;
}

const view: RecordView = {
  ...{ wire: new Uint8Array(256 + 65535), ownerLength: 0, rdataStart: 0, rdataEnd: 0 },
  ...{ type: 0, ttl: 0, line: 1, column: 1, file: "" },
};
