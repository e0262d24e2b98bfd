import { basename, dirname, join } from "node:path";
import type { Name } from "../../dns/name.ts";
import { compareSerials } from "../../dns/serial.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { zonePath } from "../../dns/zone-file/file-name.ts";
import {
  journalFolderOf,
  parseStepFileName,
  type StepFile,
  stepFileName,
} from "../../dns/zone-file/journal-files.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { Files } from "../files/files.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import type { JournalConfig } from "../source/config.ts";
import { type Step, serialIn } from "./step.ts";

/** A file of a zone's journal. */
export interface JournalFile {
  /** Its path below the folder of zone files. */
  readonly name: string;
  /** One octet per character. */
  readonly text: string;
}

/** A zone as it is published, with the files of its journal. */
export interface JournaledZone extends RenderedZone {
  readonly journal: readonly JournalFile[];
}

/** The folder of a zone's journal, below the folder of zone files and beside the zone's own. */
function journalFolder(origin: Name): string {
  return journalFolderOf(`${zonePath(origin)}.zone`);
}

/**
 * The files of a zone's journal, two for each step: `FROM-TO.removed` and `FROM-TO.added`, with serials in decimal digits.
 * Each is a zone file of whole records with absolute owners, and begins with its SOA. Only as many steps as the limits
 * allow are there, the newest.
 *
 * @param steps the newest first, each leading to where the one before it begins
 */
export function journalFiles(origin: Name, steps: Iterable<Step>, limits: JournalConfig): JournalFile[] {
  const files: JournalFile[] = [];
  const pathOf = (file: StepFile) => `${journalFolder(origin)}/${stepFileName(file)}`;
  let octets = 0;
  for (const { from, to, removed, added } of steps) {
    if (files.length === 2 * limits.versions) break;
    const pair = [
      { name: pathOf({ from, to, part: "removed" }), text: printRecords(removed) },
      { name: pathOf({ from, to, part: "added" }), text: printRecords(added) },
    ] as const;
    octets += pair[0].text.length + pair[1].text.length;
    if (octets > limits.size) break;
    files.push(...pair);
  }
  return files;
}

/** Records as lines of a zone file. */
export function printRecords(records: readonly ZoneRecord[]): string {
  return records.map((record) => `${printRecord(record)}\n`).join("");
}

/** The paths of a journal's files below the folder of zone files; what is called otherwise is not ours. */
export async function journalFilesIn(folder: string, origin: Name, files: Files): Promise<string[]> {
  const below = journalFolder(origin);
  const entries = (await files.list(join(folder, below))) ?? [];
  return entries
    .filter(({ name, kind }) => kind === "file" && parseStepFileName(name) !== undefined)
    .map(({ name }) => `${below}/${name}`);
}

/** The steps of a journal that are there as a whole and can be read, in no order. */
export async function readJournal(folder: string, origin: Name, files: Files): Promise<Step[]> {
  const names = new Set(await journalFilesIn(folder, origin, files));
  const steps: Step[] = [];
  for (const name of names) {
    const { from, to, part } = parseStepFileName(basename(name))!; // it is one's name
    const other = join(dirname(name), stepFileName({ from, to, part: "added" }));
    if (part !== "removed" || !names.has(other)) continue;
    const removed = await readRecords(join(folder, name), files);
    const added = await readRecords(join(folder, other), files);
    const isRight = serialIn(removed) === from && serialIn(added) === to && compareSerials(to, from) === 1;
    if (isRight) steps.push({ from, to, removed, added });
  }
  return steps;
}

/** None where the file has a problem. */
async function readRecords(path: string, files: Files): Promise<readonly ZoneRecord[]> {
  const { records, problems } = parseZoneFile({ file: path, bytes: await files.read(path) });
  return problems.length === 0 ? records : [];
}
