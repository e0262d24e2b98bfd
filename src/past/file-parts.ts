import type { Name } from "../../dns/name.ts";
import { isError } from "../../dns/problem.ts";
import type { ZoneConfig } from "../source/config.ts";
import type { SourceRecord } from "../source/source-zone.ts";
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

/**
 * The entries of a YAML mapping as texts. Undefined where the file may be something else than its entries one after the
 * other: several documents, a merge, an include, a mapping in braces, anything unusual.
 */
export function splitFile(text: string, known: Map<string, FilePart>): readonly FilePart[] | undefined {
  if (text.includes("<<") || text.includes("!include") || /\r(?!\n)/.test(text)) return undefined;
  const parts: FilePart[] = [];
  let begin = -1;
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf("\n", at) + 1 || text.length;
    const kind = kindOfLine(text, at);
    if (kind === "odd" || (kind === "more" && begin === -1)) return undefined;
    if (kind === "start" && begin !== -1) return undefined;
    if (kind === "entry") {
      if (begin !== -1) parts.push(partOf(text.slice(begin, at), known));
      begin = at;
    }
    at = next;
  }
  if (begin === -1) return undefined;
  parts.push(partOf(text.slice(begin), known));
  return parts;
}

/** Reads a part as if it were the whole file. */
export function readPart(part: FilePart, origin: Name, config: ZoneConfig): PartReading {
  // Of the settings only these have a say in what a record is.
  const key = `${config.defaultTtl} ${config.escapedSemicolons} ${origin}`;
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
