import { type Frame, isFrame, type Piece, readPieces } from "../lsp/pieces.ts";

/** What shall go out of a file: where a value begins, and where its `expires` stands. Offsets into the text. */
export interface Doomed {
  readonly value: number;
  /** Undefined where it stands in another file. */
  readonly expires: number | undefined;
}

/**
 * Takes values out of a zone's text, and with the last value of a record the record, and with the last record of a name the
 * name. All else stays as it is written: comments, too, but for those within what goes. Undefined where something stands there as
 * nothing that could be taken out alone. Whether the text then says what it should is for the caller to look at.
 */
export function cutRecords(text: string, doomed: readonly Doomed[]): string | undefined {
  const { root } = readPieces(text);
  const starts = new Map<number, Item>();
  collect(root, starts);
  const gone = new Set<Item>();
  for (const { value, expires } of doomed) {
    const item = starts.get(value) ?? blockText(root, value);
    if (item === undefined) return undefined;
    gone.add(item);
    const said = expires === undefined ? undefined : starts.get(expires);
    // Of a single value: {value: …, expires: …} in the list `values` of `zonepipe`.
    const words = said === undefined ? undefined : parentOf(said);
    if (words?.kind === "map" && words.entries.has("value") && words.parent?.kind === "list") gone.add(words);
  }
  const cuts = cutsIn(root, gone, text);
  if (cuts === undefined) return undefined;
  const rest = cuts
    .toSorted((a, b) => b.start - a.start)
    .reduce((whole, { start, end }) => whole.slice(0, start) + whole.slice(end), text);
  // A file without any name has to say so.
  return isAllGone(root, gone) ? `${rest}{}\n` : rest;
}

type Item = Piece | Frame;

/** The key of the text of several lines that begins at an offset: behind the key stands `|` or `>`, which is no item. */
function blockText(frame: Frame, offset: number): Piece | undefined {
  let found: Piece | undefined;
  for (const item of frame.items) if (isFrame(item)) found = blockText(item, offset) ?? found;
  for (const { key, value } of frame.entries.values())
    if (value === undefined && key.start < offset && (found === undefined || key.start > found.start))
      found = key;
  return found;
}

function collect(frame: Frame, starts: Map<number, Item>): void {
  for (const item of frame.items) {
    const start = startOf(item);
    if (!starts.has(start)) starts.set(start, item);
    if (isFrame(item)) collect(item, starts);
  }
}

/** A mapping without brackets begins with its first key. */
function startOf(item: Item): number {
  const [first] = isFrame(item) && item.kind === "map" && !item.isFlow ? item.entries.values() : [];
  return first?.key.start ?? item.start;
}

function parentOf(item: Item): Frame | undefined {
  return isFrame(item) ? item.parent : item.within;
}

/** A part of the text. */
interface Cut {
  readonly start: number;
  readonly end: number;
}

/** The parts that go, none within another. */
function cutsIn(frame: Frame, gone: ReadonlySet<Item>, text: string): Cut[] | undefined {
  const children = childrenOf(frame);
  const leaving = children.filter((child) => isGone(child, gone));
  const cuts: Cut[] = [];
  for (const child of leaving) {
    const cut = frame.isFlow ? flowCut(child, children, leaving, frame) : blockCut(child, frame, text);
    if (cut === undefined) return undefined;
    cuts.push(cut);
  }
  for (const child of children) {
    if (leaving.includes(child) || !isFrame(child.value)) continue;
    const inside = cutsIn(child.value, gone, text);
    if (inside === undefined) return undefined;
    cuts.push(...inside);
  }
  return cuts;
}

/** A key with its value, or an item of a list. */
interface Child {
  readonly key: Piece | undefined;
  readonly value: Item | undefined;
  readonly start: number;
  readonly end: number;
}

function childrenOf(frame: Frame): Child[] {
  if (frame.kind === "list")
    return frame.items.map((value) => ({
      key: undefined,
      value,
      start: startOf(value),
      end: value.end,
    }));
  return [...frame.entries.values()].map(({ key, value }) => ({
    key,
    value,
    start: key.start,
    end: Math.max(key.end, value?.end ?? 0),
  }));
}

/** It goes, or all goes that it is there for. */
function isGone({ key, value }: Child, gone: ReadonlySet<Item>): boolean {
  if (value === undefined) return key !== undefined && gone.has(key);
  if (gone.has(value)) return key === undefined || !isRecordKey(key); // with its only value the record goes
  return isFrame(value) && isAllGone(value, gone);
}

/** A list of which every item goes; a record whose values go; a mapping of names or words of which every entry goes. */
function isAllGone(frame: Frame, gone: ReadonlySet<Item>): boolean {
  if (gone.has(frame)) return true;
  const children = childrenOf(frame);
  if (children.length === 0) return false;
  if (frame.kind === "map" && frame.entries.has("type")) {
    const values = children.filter(({ key }) => key !== undefined && isRecordKey(key));
    return (
      values.length > 0 &&
      values.every(({ key, value }) => {
        if (value === undefined) return key !== undefined && gone.has(key);
        return gone.has(value) || (isFrame(value) && isAllGone(value, gone));
      })
    );
  }
  return children.every((child) => isGone(child, gone));
}

function isRecordKey({ text }: Piece): boolean {
  return text === "value" || text === "values";
}

/** In brackets the comma goes along: that before it, or of the first ones that behind. */
function flowCut(
  child: Child,
  children: readonly Child[],
  leaving: readonly Child[],
  frame: Frame,
): Cut | undefined {
  const index = children.indexOf(child);
  const before = children.slice(0, index).findLast((each) => !leaving.includes(each));
  if (before !== undefined) return { start: children[index - 1]!.end, end: child.end };
  const next = children[index + 1];
  if (next === undefined && frame.kind === "map") return undefined; // all of it would go, and so what it stands in
  return { start: child.start, end: next?.start ?? child.end };
}

/** Whole lines: from that of the key or the dash to that where the value ends. */
function blockCut({ start, end }: Child, { kind, indent }: Frame, text: string): Cut | undefined {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lead = text.slice(lineStart, start);
  const isAlone = kind === "list" ? /^[ ]*-[ \t]+$/.test(lead) : /^[ ]*$/.test(lead);
  if (!isAlone) return undefined;
  let cutEnd = behindLine(text, end);
  // A text of several lines goes on as long as lines are set in deeper.
  let at = cutEnd;
  while (at < text.length) {
    const next = behindLine(text, at);
    const line = text.slice(at, next);
    const deep = line.length - line.trimStart().length > indent;
    if (line.trim() !== "" && !deep) break;
    if (line.trim() !== "" && !/^\s*#/.test(line)) cutEnd = next;
    at = next;
  }
  return { start: lineStart, end: cutEnd };
}

function behindLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end + 1;
}
