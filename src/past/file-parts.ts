import type { Name } from "../../dns/name.ts";
import { isError } from "../../dns/problem.ts";
import type { ZoneConfig } from "../source/config.ts";
import type { SourceRecord } from "../source/source-zone.ts";
import { valuesOf } from "../source/variables.ts";
import { readZoneFile } from "../zones/octodns/read-zone-file.ts";
import type { RrsetPlaces } from "../zones/octodns/zone-reading.ts";
import { sourceText } from "../zones/yaml/source-text.ts";

/**
 * One entry of a zone's file with its lines. The next version of the file has nearly all of the same, so that each is read
 * once and not as often as the file was changed.
 */
export interface FilePart {
  readonly text: string;
  /** What was read, by the zone and the settings. */
  readonly readings: Map<string, PartReading>;
}

/** What a part of a file says. Of the places of its records only the order is right. */
export interface PartReading {
  readonly records: readonly SourceRecord[];
  readonly rrsets: RrsetPlaces;
  /** It stands for itself: nothing in it is wrong, and what other files have plays no part. */
  readonly isFine: boolean;
}

/** A file as its entries, one after the other. */
export interface SplitFile {
  readonly text: string;
  readonly parts: readonly FilePart[];
  /** Where each begins; the first where the text of the first entry does. */
  readonly starts: readonly number[];
}

/**
 * The entries of a YAML mapping as texts. Undefined where the file may be something else than its entries one after the
 * other: several documents, a merge, an include, a mapping in braces, anything unusual.
 *
 * @param known parts by their texts
 * @param before another version of the file: what both have in common is not looked at again
 */
export function splitFile(
  text: string,
  known: Map<string, FilePart>,
  before?: SplitFile,
): SplitFile | undefined {
  const { head, tail, from, to } = inCommon(text, before);
  const middle = splitLines(text, from, to, known);
  if (middle === undefined) return undefined;
  const shift = text.length - (before?.text.length ?? 0);
  const parts = [
    ...(before?.parts.slice(0, head) ?? []),
    ...middle.parts,
    ...(before?.parts.slice(tail) ?? []),
  ];
  if (parts.length === 0) return undefined;
  const starts = [
    ...(before?.starts.slice(0, head) ?? []),
    ...middle.starts,
    ...(before?.starts.slice(tail).map((start) => start + shift) ?? []),
  ];
  return { text, parts, starts };
}

/** The entries that two versions have in common: so many at the head, from one on at the tail; and what lies between. */
interface InCommon {
  readonly head: number;
  readonly tail: number;
  readonly from: number;
  readonly to: number;
}

function inCommon(text: string, before: SplitFile | undefined): InCommon {
  if (before === undefined) return { head: 0, tail: 0, from: 0, to: text.length };
  const { text: old, starts } = before;
  const most = Math.min(text.length, old.length);
  let same = 0;
  while (same < most && text.charCodeAt(same) === old.charCodeAt(same)) same += 1;
  let sameEnd = 0;
  const mostEnd = most - same;
  while (
    sameEnd < mostEnd &&
    text.charCodeAt(text.length - 1 - sameEnd) === old.charCodeAt(old.length - 1 - sameEnd)
  )
    sameEnd += 1;
  // An entry ends where the next line begins one: that is seen by the beginning of the line.
  let head = 0;
  while (head + 1 < starts.length && starts[head + 1]! + SEEN <= same) head += 1;
  let tail = starts.length;
  while (tail > head && starts[tail - 1]! > old.length - sameEnd) tail -= 1;
  const from = head === 0 ? 0 : starts[head]!;
  const to = tail === starts.length ? text.length : starts[tail]! + text.length - old.length;
  return { head, tail, from, to };
}

const SEEN = 5; // characters of a line: `---` and its end

function splitLines(
  text: string,
  from: number,
  to: number,
  known: Map<string, FilePart>,
): Pick<SplitFile, "parts" | "starts"> | undefined {
  const looked = text.slice(from, to);
  if (looked.includes("<<") || looked.includes("!include") || /\r(?!\n)/.test(looked)) return undefined;
  const parts: FilePart[] = [];
  const starts: number[] = [];
  let hasStart = false;
  for (let at = from; at < to; ) {
    const kind = kindOfLine(text, at);
    const isFirst = starts.length === 0;
    // Before the first entry there may be one `---`; any other begins a second document.
    const mayStart = isFirst && from === 0 && !hasStart;
    if (kind === "odd" || (kind === "more" && isFirst) || (kind === "start" && !mayStart)) return undefined;
    hasStart ||= kind === "start";
    if (kind === "entry") {
      if (!isFirst) parts.push(partOf(text.slice(starts.at(-1), at), known));
      starts.push(at);
    }
    at = text.indexOf("\n", at) + 1 || text.length;
  }
  if (starts.length > 0) parts.push(partOf(text.slice(starts.at(-1), to), known));
  return { parts, starts };
}

/** What a part's reading depends on besides its text: of the settings only these have a say in what a record is. */
export function readingKey(origin: Name, { defaultTtl, escapedSemicolons, names }: ZoneConfig): string {
  const variables = [...(names ?? [])].map(([name, variable]) => `${name}=${valuesOf(variable).join(",")}`);
  return `${defaultTtl} ${escapedSemicolons} ${variables.join(" ")} ${origin}`;
}

/** Reads a part as if it were the whole file. */
export function readPart(part: FilePart, key: string, origin: Name, config: ZoneConfig): PartReading {
  const known = part.readings.get(key);
  if (known !== undefined) return known;
  const file = { file: "", source: sourceText("", part.text), included: new Map() };
  const { records, rrsets, problems, complete, broken } = readZoneFile(file, origin, config, new Map());
  const isFine = complete && broken.size === 0 && !problems.some(({ problem }) => isError(problem));
  const reading = { records, rrsets, isFine };
  part.readings.set(key, reading);
  return reading;
}

function partOf(text: string, known: Map<string, FilePart>): FilePart {
  const found = known.get(text);
  if (found !== undefined) return found;
  // A copy: a slice would keep all of the file.
  const own = Buffer.from(text).toString();
  const part = { text: own, readings: new Map() };
  known.set(own, part);
  return part;
}

/** Begins an entry, belongs to the one before, says nothing, begins the document, or is nothing that can be told by its beginning. */
type LineKind = "entry" | "more" | "nothing" | "start" | "odd";

function kindOfLine(text: string, at: number): LineKind {
  const first = text[at]!;
  if (first === "\n" || first === "\r" || first === "#") return "nothing";
  if (first === " ") return "more";
  if (first === "-") {
    if (/^---\r?\n/.test(text.slice(at, at + 5))) return "start";
    if (/^-[ \r\n]/.test(text.slice(at, at + 2))) return "more"; // a list may stand as far left as its key
    return text.startsWith("---", at) ? "odd" : "entry";
  }
  return /[\w"'@.\u0080-\uffff]/.test(first) && !text.startsWith("...", at) ? "entry" : "odd";
}
