import { EVENT_ID, type Event, parseEvents } from "js-yaml";
import type { Problem } from "../../../dns/problem.ts";
import { canBeginKey, nextCut, type Piece, piecesOf } from "./pieces.ts";
import { positionAt, type SourceText } from "./source-text.ts";
import { syntaxProblem } from "./syntax-problem.ts";

/** Takes the events of one piece of a text; offsets in them count from `start`. */
export type OnEvents = (events: readonly Event[], part: string, start: number) => void;

/**
 * Parses a text with js-yaml, a large mapping in pieces. `begin` makes the taker of events; it is called again when
 * an attempt is given up and what was taken so far is void. Of a broken text the entries that can be read on their
 * own are given, and a problem for each other one.
 *
 * @param plain reads entries from an offset on without events, as far as it can (see `readPlainEntries`)
 */
export function parseText(
  source: SourceText,
  begin: () => OnEvents,
  plain?: (source: SourceText, from: number) => number,
): Problem[] {
  const { text } = source;
  if (plain !== undefined && !kept.has(source) && !/[\r\0]/.test(text) && parseRest(source, plain, begin()))
    return [];
  const pieces = piecesOf(text, PIECE);
  if (pieces.length > 1 && parsePieces(source, pieces, begin())) return [];
  const whole = eventsOf(text);
  if (!("refused" in whole)) {
    begin()(whole, text, 0);
    return [];
  }
  const problems = parseEntries(source, begin());
  return problems.length > 0 ? problems : [syntaxProblem(whole.refused, source, 0, text.length)];
}

/** The same for a text that is taken several times: it is parsed once. */
export function parseTextOnce(source: SourceText, begin: () => OnEvents): readonly Problem[] {
  const known = parsed.get(source) ?? parseAndKeep(source);
  const take = begin();
  for (const piece of known.pieces) take(...piece);
  return known.problems;
}

interface Parsed {
  readonly pieces: readonly Parameters<OnEvents>[];
  readonly problems: readonly Problem[];
}

const parsed = new WeakMap<SourceText, Parsed>();

function parseAndKeep(source: SourceText): Parsed {
  let pieces: Parameters<OnEvents>[] = [];
  const problems = parseText(source, () => {
    const own: Parameters<OnEvents>[] = [];
    pieces = own;
    return (...piece) => void own.push(piece);
  });
  const made = { pieces, problems };
  parsed.set(source, made);
  return made;
}

const PIECE = 64 * 1024; // characters; smaller pieces cost calls, larger ones memory

/**
 * Says that a text is another one after an edit, before it is parsed: pieces that stand in both are parsed once. Of a text of
 * which nobody says so no events are kept, for they take several times its memory.
 */
export function follows(source: SourceText, former: SourceText): void {
  if (source === former || kept.has(source)) return;
  kept.set(source, { own: new Map(), former: kept.get(former)?.own ?? new Map() });
}

/** Events by the text of their piece, of a text and of the one before it. */
interface KeptEvents {
  readonly own: Map<string, Event[]>;
  readonly former: ReadonlyMap<string, Event[]>;
}

const kept = new WeakMap<SourceText, KeptEvents>();

/** What `plain` does not read is given as events, in small pieces at first. False when one is no mapping on its own. */
function parseRest(
  source: SourceText,
  plain: (source: SourceText, from: number) => number,
  take: OnEvents,
): boolean {
  const { text } = source;
  let least = SMALL_PIECE;
  for (let at = 0; ; ) {
    const start = plain(source, at);
    if (start === text.length) return true;
    // Such a line goes on with what stands above it, or ends the document.
    if (start > 0 && !canBeginKey(text.charCodeAt(start))) return false;
    least = start > at ? SMALL_PIECE : Math.min(2 * least, PIECE);
    at = nextCut(text, start + least);
    const part = text.slice(start, at);
    const events = eventsOf(part);
    if ("refused" in events || !isMapping(events, part)) return false;
    take(events, part, start);
    if (at === text.length) return true;
  }
}

const SMALL_PIECE = 2 * 1024; // characters: it has the entry for which it is made, and a few that could be read without events

/** False when a piece is no mapping on its own. */
function parsePieces(source: SourceText, pieces: readonly Piece[], take: OnEvents): boolean {
  const known = kept.get(source);
  for (const { start, end } of pieces) {
    const part = source.text.slice(start, end);
    const events = known?.former.get(part) ?? eventsOf(part);
    if (!("refused" in events)) known?.own.set(part, events);
    if ("refused" in events || !isMapping(events, part)) return false;
    take(events, part, start);
  }
  return true;
}

/** Every entry that is a mapping on its own is given; every other is a problem. */
function parseEntries(source: SourceText, take: OnEvents): Problem[] {
  const problems: Problem[] = [];
  for (const { start, end } of piecesOf(source.text, 0)) {
    const part = source.text.slice(start, end);
    const events = eventsOf(part);
    if ("refused" in events) {
      problems.push(syntaxProblem(events.refused, source, start, end));
    } else if (isMapping(events, part)) {
      take(events, part, start);
    } else if (events[1]?.type === EVENT_ID.SCALAR && events[1].valueStart !== -1) {
      problems.push(keyWithoutColon(source, start + events[1].valueStart));
    }
  }
  return problems;
}

function eventsOf(part: string): Event[] | { readonly refused: unknown } {
  try {
    return parseEvents(part, {});
  } catch (error) {
    return { refused: error };
  }
}

/** One document that is a mapping without a tag or an anchor. */
function isMapping(events: readonly Event[], part: string): boolean {
  const root = events[1];
  if (root?.type !== EVENT_ID.MAPPING || root.tagStart !== -1 || root.anchorStart !== -1) return false;
  if (!part.includes("\n---") && !part.includes("\n...")) return true;
  return events.findLastIndex((event) => event.type === EVENT_ID.DOCUMENT) === 0;
}

function keyWithoutColon(source: SourceText, offset: number): Problem {
  return {
    ...positionAt(source, offset),
    rule: "yaml-syntax",
    severity: "error",
    message: "A key has no colon",
    help: "Write `key: value`, with a space after the colon.",
  };
}
