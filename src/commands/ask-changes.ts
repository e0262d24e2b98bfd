import { keyOf, type Name } from "../../dns/name.ts";
import { SOA } from "../../dns/records/soa.ts";
import { SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { isOfSigning } from "../../dns/signing-types.ts";
import { CSYNC, NSEC, RRSIG } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { WorldError } from "../files/world-error.ts";
import type { Asked } from "../past/ask-zones.ts";
import type { ChangedRecord } from "../past/asked.ts";
import type { CommitWords } from "../past/history.ts";
import type { PlacedRecord, SourceRecord } from "../source/source-zone.ts";
import type { Clone } from "../world/clone.ts";
import { blame } from "../world/git-blame.ts";
import { gitFiles, headCommit, isShallow } from "../world/git-files.ts";
import { SHALLOW } from "../world/git-past.ts";
import { load } from "../zones/load.ts";
import { readZones } from "../zones/validate.ts";

/** Who changed the records of an answer last, and what could not be found out of it. */
export interface LastChanges {
  readonly changed: readonly ChangedRecord[];
  /** The commit that is checked out, where the working folder was asked. */
  readonly head?: string;
  readonly notes: readonly string[];
}

/**
 * Who changed the records of an answer last, as `git blame` has it at the commit that was asked. Of the working folder each
 * record is looked for at the commit that is checked out: git would have filters run to compare a file with it.
 *
 * @param commit undefined for the working folder
 */
export async function lastChanges(
  clone: Clone | undefined,
  folder: string,
  commit: string | undefined,
  asked: Extract<Asked, { readonly kind: "answered" }>,
): Promise<LastChanges> {
  const records = recordsOf(asked);
  const unknown = (why: string): LastChanges => ({
    changed: [],
    notes: [`who changed it last is not known: ${why}`],
  });
  if (clone === undefined) return unknown("there is no repository of git around the working folder");
  if (await isShallow(clone.git)) return unknown(SHALLOW);
  try {
    if (commit !== undefined) {
      const changed = await blameAll(
        clone,
        commit,
        records.map((record) => ({ record, placed: record })),
      );
      return { changed, notes: [] };
    }
    const head = await headCommit(clone);
    const committed = await committedRecords(clone, folder, head, asked);
    const pairs = records.map((record) => ({ record, placed: committed.get(keyOfRecord(record)) }));
    return { changed: await blameAll(clone, head, pairs), head, notes: [] };
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    return unknown(error.message);
  }
}

/** A record as it was asked, and the place of the same in a commit. */
interface Pair {
  readonly record: SourceRecord;
  readonly placed: SourceRecord | undefined;
}

async function blameAll(clone: Clone, commit: string, pairs: readonly Pair[]): Promise<ChangedRecord[]> {
  const placed = pairs.flatMap((pair) => pair.placed ?? []);
  const files = Map.groupBy(placed, ({ at }) => at.file);
  const blamed = new Map<string, ReadonlyMap<number, CommitWords>>();
  for (const [file, records] of files) {
    blamed.set(
      file,
      await blame(
        clone,
        commit,
        file,
        records.map(({ at }) => at.line),
      ),
    );
  }
  return pairs.map(({ record, placed: found }) => ({
    record,
    file: record.at.file,
    line: record.at.line,
    commit: found && blamed.get(found.at.file)?.get(found.at.line),
  }));
}

/** The records of the zones that stand in the answer, or made it. A SOA is made, and stands on no line. */
function recordsOf({ reply, way }: Extract<Asked, { readonly kind: "answered" }>): SourceRecord[] {
  const shown = [...reply.answer, ...reply.authority];
  const found = way.steps.flatMap(({ name, by, records }) =>
    records.filter(hasPlace).filter((record) => {
      const owner = by.kind === "wildcard" ? name : record.owner;
      if (record.type === SIGNING_POLICY) return shown.some((each) => isOfKeys(each, record.owner));
      return (
        record.type !== SOA.code &&
        shown.some((each) => keyOfRecord(each) === keyOfRecord({ ...record, owner }))
      );
    }),
  );
  return [...new Set(found)];
}

/** It says something of the keys of a zone that our nameservers sign, and so it is made of `_keys.yaml`. */
function isOfKeys({ owner, type }: ZoneRecord, apex: Name): boolean {
  const isMade = (isOfSigning(type) && type !== NSEC && type !== RRSIG) || type === CSYNC;
  return keyOf(owner) === keyOf(apex) && (isMade || type === SIGNING_POLICY);
}

function hasPlace(record: PlacedRecord): record is SourceRecord {
  return record.at !== undefined;
}

async function committedRecords(
  clone: Clone,
  folder: string,
  head: string,
  { zones }: Extract<Asked, { readonly kind: "answered" }>,
): Promise<ReadonlyMap<string, SourceRecord>> {
  const files = await gitFiles(clone, folder, head);
  if ((await files.list(folder)) === undefined) return new Map();
  const origins = new Set(zones.map(({ zone }) => keyOf(zone.origin)));
  const read = readZones(await load(folder, files), (origin) => origins.has(keyOf(origin)));
  const records = read.zones.flatMap(({ zone }) => zone.records);
  return new Map(records.map((record) => [keyOfRecord(record), record]));
}

function keyOfRecord({ owner, type, ttl, rdata }: ZoneRecord): string {
  return `${keyOf(owner)} ${type} ${ttl} ${rdata}`;
}
