import { keyOf } from "../../dns/name.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { policyIn } from "../dnssec/policy.ts";
import { type JournaledZone, journalFiles, printRecords } from "../journal/journal-files.ts";
import { asStep, recordsByKey, type Step } from "../journal/step.ts";
import { digestWithSerial, publishedRecords, type RenderedZone } from "../render/render-zone.ts";
import type { JournalConfig } from "../source/config.ts";
import type { History } from "./request.ts";
import { DIGITS, type Spent, versionsBefore } from "./versions-before.ts";

/** A zone that goes out, and how much of its past goes with it. */
export interface Outgoing {
  readonly rendered: RenderedZone;
  readonly limits: JournalConfig;
}

/**
 * Adds to each zone the differences from versions that may have been answered before, as far as git has them: a version
 * counts where a zone of its commit has its digest with its serial, and none is older than one that does not. Each commit
 * is read once, and of it no more is kept than how its zones differ from those that go out.
 */
export async function withPast(
  outgoing: readonly Outgoing[],
  spent: readonly Spent[],
  history: Pick<History, "zonesAt">,
): Promise<JournaledZone[]> {
  const pasts = outgoing.map(({ rendered, limits }) => ({
    rendered,
    limits,
    versions: versionsBefore(rendered, spent).slice(0, limits.versions),
    isSigned: policyIn(rendered) !== undefined,
    offsets: new Map<number, Offset>(),
  }));
  const commits = new Set(pasts.flatMap(({ versions }) => versions.flatMap((version) => version.commits)));
  for (const commit of commits) {
    const base = await history.zonesAt(commit);
    for (const { rendered, versions, isSigned, offsets } of pasts) {
      const source = base?.zones.get(keyOf(rendered.origin));
      // What leads from the records that are written to others says nothing of the signatures that a nameserver makes.
      if (source === undefined || (policyIn(source) !== undefined) !== isSigned) continue;
      for (const { serial, digest, commits: own } of versions) {
        if (!own.includes(commit) || offsets.has(serial) || shortDigest(source, serial) !== digest) continue;
        offsets.set(serial, offsetOf(publishedRecords(source, serial), rendered.records));
      }
    }
  }
  return pasts.map(({ rendered, limits, versions, offsets }) => {
    const known: Offset[] = [];
    for (const { serial } of versions) {
      const offset = offsets.get(serial);
      // What lies between is no shorter than what differs in the end.
      if (offset === undefined || sizeOf(offset) > limits.size) break;
      known.push(offset);
    }
    return { ...rendered, journal: journalFiles(rendered.origin, stepsOf(known), limits) };
  });
}

/** The beginning of the digest that the zone has with this serial, in hexadecimal. */
export function shortDigest(zone: Zone, serial: number): string {
  return Buffer.from(digestWithSerial(zone, serial, SHA384), "latin1")
    .toString("hex")
    .slice(0, DIGITS);
}

const SHA384 = 1; // RFC 8976 §2.2.3

/** How an earlier version differs from the one that goes out. */
interface Offset {
  /** What it has and that one has not. */
  readonly only: ReadonlyMap<string, ZoneRecord>;
  /** What that one has and it has not. */
  readonly without: ReadonlyMap<string, ZoneRecord>;
}

function offsetOf(version: readonly ZoneRecord[], outgoing: readonly ZoneRecord[]): Offset {
  const [before, after] = [recordsByKey(version), recordsByKey(outgoing)];
  return { only: butNot(before, after), without: butNot(after, before) };
}

/** The steps between versions that are known by their offsets, the newest first; the last one leads to what goes out. */
function stepsOf(offsets: readonly Offset[]): Step[] {
  let later: Offset = { only: new Map(), without: new Map() };
  return offsets.map((earlier) => {
    const removed = [
      ...butNot(earlier.only, later.only).values(),
      ...butNot(later.without, earlier.without).values(),
    ];
    const added = [
      ...butNot(later.only, earlier.only).values(),
      ...butNot(earlier.without, later.without).values(),
    ];
    later = earlier;
    return asStep(removed, added);
  });
}

function butNot<Value>(
  some: ReadonlyMap<string, Value>,
  others: ReadonlyMap<string, Value>,
): Map<string, Value> {
  return new Map([...some].filter(([key]) => !others.has(key)));
}

function sizeOf({ only, without }: Offset): number {
  return printRecords([...only.values(), ...without.values()]).length;
}
