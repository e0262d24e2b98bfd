import { join } from "node:path";
import type { ZoneRecord } from "../../dns/zone.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import type { Files } from "../files/files.ts";
import { continueJournal } from "../journal/continue-journal.ts";
import { type JournaledZone, journalFiles, readJournal } from "../journal/journal-files.ts";
import type { PublishedSource } from "../options.ts";
import type { Plan } from "../plan/plan.ts";
import { type RenderedZone, zoneFileName } from "../render/render-zone.ts";
import { isOurs } from "./in-folder.ts";

/**
 * Adds to the zones of a plan what leads to them from what is published, as far as a folder of rendered files has it. What
 * nameservers show is a digest and no content, so nothing leads on from there.
 */
export async function withJournals(
  { zones }: Plan,
  rendered: readonly RenderedZone[],
  published: PublishedSource,
  files: Files,
): Promise<JournaledZone[]> {
  const journaled: JournaledZone[] = [];
  for (const [index, zone] of rendered.entries()) {
    const limits = zones[index]!.zone.config.journal;
    const isKept = limits.versions > 0 && published.kind !== "nameservers";
    const before = isKept ? await recordsBefore(zone, published.path, files) : undefined;
    if (!isKept || before === undefined) {
      journaled.push({ ...zone, journal: [] });
      continue;
    }
    const steps = await readJournal(published.path, zone.origin, files);
    const all = continueJournal(zone, { records: before, steps });
    journaled.push({ ...zone, journal: journalFiles(zone.origin, all, limits) });
  }
  return journaled;
}

/** What a file of ours says; undefined where there is none. */
async function recordsBefore(
  zone: RenderedZone,
  folder: string,
  files: Files,
): Promise<readonly ZoneRecord[] | undefined> {
  const name = zoneFileName(zone.origin);
  const file = join(folder, name);
  if ((await files.realPath(file)) === undefined) return undefined;
  const bytes = await files.read(file);
  if (!isOurs({ name, bytes })) return undefined;
  if (Buffer.from(zone.text, "latin1").equals(bytes)) return zone.records;
  const { records, problems } = parseZoneFile({ file, bytes });
  return problems.length === 0 ? records : undefined;
}
