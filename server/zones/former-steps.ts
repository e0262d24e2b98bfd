import type { Name } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { giveBackLoading } from "../tables/give-back.ts";
import { journalOf, journalRoom, STEP_HEAD, setJournal, u32, writeStepHead } from "../tables/journals.ts";
import { readJournal } from "../transfer/read-journal.ts";
import { signatureOctetsOf, stepSince } from "../transfer/step-between.ts";
import { zoneOctets } from "../transfer/zone-records.ts";
import { type FormerRelease, formerReleases } from "./former-releases.ts";
import { type FormerZone, makeFormerZone } from "./former-zone.ts";
import { sizeOf } from "./load.ts";
import type { ServedZone } from "./loaded-zone.ts";
import type { SigningNow } from "./sign-staged.ts";

/** What has come of looking for what leads to a zone from its former releases. */
export interface FormerSteps {
  readonly origin: Name;
  /** Serials from which a step leads to what is served. */
  readonly serials: readonly number[];
  /** What is wrong with the files that say what has changed. */
  readonly problems: readonly Problem[];
}

/**
 * Gives a zone that this process has signed and served first a journal, while it is served: what leads to it from what it may have
 * been before, in the window in force and in the one before that. The releases before are made of the journal beside the zone's
 * file, whose steps lead from one to the next as they are written. A step that would be longer than the zone, or for which
 * a key is not here any more, is left out, and who has that serial takes the whole zone.
 */
export function addFormerSteps(served: ServedZone, signing: SigningNow): FormerSteps {
  const { zone, tables, number } = served;
  const { origin, signed, renumbered } = zone;
  const room = Math.min(journalRoom(tables, number), zoneOctets(tables, number));
  const isDue = signed !== undefined && room > 0 && journalOf(tables, number).length === 0;
  if (!isDue) return { origin, serials: [], problems: [] };
  const file = zone.files[0]!;
  // With another serial than its file's it is what went back, and the journal leads to what is in the file.
  const { journal, warnings } =
    renumbered === undefined
      ? readJournal({
          ...{ origin, file, serial: signed.serial, octets: Math.min(room, MOST_JOURNAL) },
          isSignedHere: true,
          fileOctets: sizeOf([{ file }]),
        })
      : { journal: new Uint8Array(0), warnings: [] };
  const steps = stepsFrom({ ...served, zone: { ...zone, signed } }, journal, signing, room);
  if (steps.length > 0) setJournal(tables, number, packed(steps));
  return { origin, serials: steps.map((step) => u32(step, 0)), problems: warnings };
}

/** Octets of the changes that are undone, which is done by values in memory. */
const MOST_JOURNAL = 1 << 22;
/** Releases that are gone back, as far as they have so many records and signatures together; one always. */
const MOST_RELEASES = 10;
const MOST_RECORDS = 200_000;

function stepsFrom(
  served: Parameters<typeof makeFormerZone>[0],
  journal: Uint8Array,
  signing: SigningNow,
  room: number,
): Uint8Array[] {
  const steps: Uint8Array[] = [];
  let left = room;
  let records = 0;
  const add = (release: FormerRelease | undefined, window: number): FormerZone["kind"] => {
    const former = makeFormerZone(served, release, { ...signing, window }, left);
    if (former.kind === "made") {
      records += former.records;
      const step = stepSince({ tables: former.tables, number: 0 }, served, left);
      if (step !== undefined && !steps.some((other) => u32(other, 0) === u32(step, 0))) {
        steps.push(step);
        left -= step.length;
      }
    }
    giveBackLoading(); // the tables, before there are others
    return former.kind;
  };
  // All signatures differ at the turn of a window: mostly that is more than the zone.
  const isTurnShort = () => 2 * signatureOctetsOf(served) <= left;
  const before = signing.window - 1;
  let releases = 0;
  for (const release of formerReleases(Buffer.from(served.zone.origin, "latin1"), journal)) {
    if (add(release, signing.window) === "unknown") break;
    if (isTurnShort()) add(release, before);
    releases += 1;
    if (releases === 1 && isTurnShort()) add(undefined, before);
    if (releases === MOST_RELEASES || records > MOST_RECORDS) break;
  }
  if (releases === 0 && isTurnShort()) add(undefined, before);
  return steps;
}

/** A journal of steps each of which leads to the same, so that on the way from one no other lies. */
function packed(steps: readonly Uint8Array[]): Uint8Array {
  const journal = Buffer.concat(steps);
  let at = 0;
  for (const step of steps) {
    const behind = at + step.length;
    writeStepHead(journal, at, u32(step, 0), step.length - STEP_HEAD, journal.length - behind);
    at = behind;
  }
  return journal;
}
