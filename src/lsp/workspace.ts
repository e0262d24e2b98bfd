import type { Name } from "../../dns/name.ts";
import { compareProblems, type Problem } from "../../dns/problem.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import { checkInvariants } from "../invariants/check-invariants.ts";
import { keptLint } from "../lint/kept-lint.ts";
import { keptReader } from "../live/kept-reading.ts";
import { dayOf } from "../source/day.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Sources } from "../zones/load.ts";
import { unreadIn } from "../zones/unread.ts";
import { applyRules } from "../zones/validate.ts";
import type { SourceText } from "../zones/yaml/source-text.ts";
import { includesIn } from "./includes.ts";

/** A folder of zones as it was read last, with all that is wrong with it. */
export interface Workspace {
  readonly folder: string;
  readonly zones: readonly SourceZone[];
  /** In the order of files and lines. */
  readonly problems: readonly Problem[];
  /** The text of every file that was read, by its path. */
  readonly texts: ReadonlyMap<string, SourceText>;
  /** The zones that a file has records of: those that share a template have it in common, and so what they include. */
  readonly zonesOf: ReadonlyMap<string, readonly Name[]>;
}

/**
 * Reads a folder again and again, and gives it as it is then. A folder that is not there is empty.
 *
 * @param now for what expires
 */
export function workspaceReader(folder: string, files: Files, now: () => Date): () => Promise<Workspace> {
  const read = keptReader(folder, files);
  const lint = keptLint();
  return async () => {
    if ((await files.list(folder)) === undefined) return emptyWorkspace(folder);
    try {
      const { sources, read: reading } = await read();
      const unread = unreadIn(reading);
      const { zones, problems: told } = applyRules(reading, undefined, lint, dayOf(now()));
      const { problems: broken } = checkInvariants(sources.invariants, zones, unread.zones.size === 0);
      const problems = [...told, ...broken].sort(compareProblems);
      return { folder, zones, problems, texts: sources.texts ?? new Map(), zonesOf: zonesByFile(sources) };
    } catch (error) {
      // It went while it was read, and is looked for again.
      if (error instanceof WorldError) return emptyWorkspace(folder);
      throw error;
    }
  };
}

/** A folder in which nothing is. */
export function emptyWorkspace(folder: string): Workspace {
  return { folder, zones: [], problems: [], texts: new Map(), zonesOf: new Map() };
}

function zonesByFile({ zones, texts }: Sources): Map<string, Name[]> {
  const found = new Map<string, Name[]>();
  for (const { origin, files, template } of zones) {
    const open = (template === undefined ? files : [...files, template]).map(({ file }) => file);
    const seen = new Set(open);
    for (let path = open.shift(); path !== undefined; path = open.shift()) {
      const origins = found.get(path) ?? [];
      origins.push(origin);
      found.set(path, origins);
      const source = texts?.get(path);
      for (const included of source === undefined ? [] : includesIn(source)) {
        if (seen.has(included)) continue;
        seen.add(included);
        open.push(included);
      }
    }
  }
  return found;
}
