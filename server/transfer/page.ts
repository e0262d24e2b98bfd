import { MAX_POINTER } from "../answer/limits.ts";

/** A message of a transfer while records are written into it. A thread writes one at a time. */
export interface Page {
  out: Uint8Array;
  /** The same octets, to be written four at a time. */
  view: DataView;
  at: number;
  /** Records end before this … */
  fullAt: number;
  /** … or, where the message has one alone, before this. */
  end: number;
  records: number;
  /** Labels of the owner that was written last, the root's not counted; 0 while there is none. */
  ownerLabels: number;
}

/** The message at hand. */
export const page: Page = {
  out: new Uint8Array(0),
  view: new DataView(new ArrayBuffer(0)),
  at: 0,
  fullAt: 0,
  end: 0,
  records: 0,
  ownerLabels: 0,
};

/**
 * Messages are filled up to here: pointers reach no farther (RFC 1035 §4.1.4), so names behind it would be written out
 * again and again.
 */
export const FULL_PAGE = MAX_POINTER + 1;

/** Begins a message whose records go from `at` up to `end`, no farther than that of a usual one. */
export function beginPage(out: Uint8Array, at: number, end: number): void {
  page.out = out;
  page.view = viewOf(out);
  page.at = at;
  page.fullAt = Math.min(FULL_PAGE, end);
  page.end = end;
  page.records = 0;
  page.ownerLabels = 0;
}

/** The record that was written from `start` on stays, where it fits. */
export function keepRecord(start: number): boolean {
  if (page.at <= (page.records === 0 ? page.end : page.fullAt)) {
    page.records += 1;
    return true;
  }
  page.at = start;
  return false;
}

/**
 * Writes the octets from `start` to `end` of a source: four at a time, the last four over some of those before them, which takes
 * half as long as one by one. What there is no room for is not written, and counts: the record is not kept then.
 */
export function writeOctets(source: DataView, start: number, end: number): void {
  const { view, at } = page;
  const stop = at + end - start;
  page.at = stop;
  if (stop > view.byteLength) return;
  let from = start;
  let to = at;
  if (end - start < 4) {
    while (from < end) view.setUint8(to++, source.getUint8(from++));
    return;
  }
  for (; to < stop - 4; to += 4, from += 4) view.setInt32(to, source.getInt32(from));
  view.setInt32(stop - 4, source.getInt32(end - 4));
}

/** The octets of an array, to be read or written several at a time. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
