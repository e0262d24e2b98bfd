import { childOf, keyOf, type Name, parentOf, ROOT } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { withKeyRecords } from "../dnssec/keys-at-apex.ts";
import type { PlacedRecord, Remarks } from "../source/source-zone.ts";
import type { Question } from "../verify/types.ts";
import { modelZones } from "../verify/zone-model.ts";
import { questionsOf } from "./questions.ts";
import { type AnswerOf, answersOfModels } from "./seen-answer.ts";

/** A record that may say who is in charge of it. */
export type WrittenRecord = PlacedRecord & { readonly remarks?: Remarks };

/** A zone as it was written. */
export interface WrittenZone {
  readonly origin: Name;
  readonly records: readonly WrittenRecord[];
}

/** Zones as they are judged: what is asked of them, what they answer, and who wrote that where. */
export interface SeenZones {
  readonly questions: Iterable<Question>;
  readonly answerOf: AnswerOf;
  /** The origin of the zone that the name lies in, by key. */
  readonly zoneOf: (name: Name) => Name | undefined;
  /** The origins, by key, without those of `unknown`. */
  readonly origins: ReadonlySet<Name>;
  /** Zones of which nobody knows what they say, by key. */
  readonly unknown: ReadonlySet<Name>;
  /** The written records that make one of an answer, with those of the same name. */
  readonly writtenAt: (record: ZoneRecord) => readonly WrittenRecord[];
  /** Where the record of an answer is written. */
  readonly placeOf: (record: ZoneRecord) => Position | undefined;
}

/**
 * The zones as they themselves say, by the model of the RFCs.
 *
 * @param unknown origins of zones that are there, and of which nobody knows what they say
 */
export function seeZones(zones: readonly WrittenZone[], unknown: readonly Name[] = []): SeenZones {
  const models = modelZones(zones.map(withKeyRecords));
  const written = writtenIn(zones, unknown);
  const answerOf = answersOfModels(models);
  const isUnknown = (name: Name) => {
    const zone = written.zoneOf(name);
    return zone !== undefined && written.unknown.has(zone);
  };
  return {
    questions: { [Symbol.iterator]: () => questionsOf(models)[Symbol.iterator]() },
    answerOf:
      unknown.length === 0 ? answerOf : (asked) => (isUnknown(asked.name) ? undefined : answerOf(asked)),
    ...written,
  };
}

/** Who wrote what where. */
function writtenIn(
  zones: readonly WrittenZone[],
  unknownOrigins: readonly Name[] = [],
): Omit<SeenZones, "questions" | "answerOf"> {
  const origins = new Set(zones.map(({ origin }) => keyOf(origin)));
  const unknown = new Set(unknownOrigins.map(keyOf));
  let byOwner: Map<Name, WrittenRecord[]> | undefined; // made when somebody asks, for mostly nobody does
  const recordsAt = (owner: Name) => {
    byOwner ??= Map.groupBy(
      zones.flatMap(({ records }) => records),
      (record) => keyOf(record.owner),
    );
    return byOwner.get(owner) ?? [];
  };
  const zoneOf = (name: Name) => closest(keyOf(name), (at) => origins.has(at) || unknown.has(at));
  const writtenAt = ({ owner, type, rdata }: ZoneRecord): readonly WrittenRecord[] => {
    const makes = (record: WrittenRecord) => record.type === type && record.rdata === rdata;
    const own = recordsAt(keyOf(owner));
    if (own.some(makes)) return own;
    // What a wildcard makes has the name that was asked for (RFC 4592 §3.3.1).
    const origin = zoneOf(owner) ?? ROOT;
    for (let at = keyOf(owner); at !== origin && at !== ROOT; ) {
      at = parentOf(at);
      const wild = recordsAt(childOf("*", at));
      if (wild.some(makes)) return wild;
    }
    return [];
  };
  const placeOf = (record: ZoneRecord) =>
    writtenAt(record).find(({ type, rdata }) => type === record.type && rdata === record.rdata)?.at;
  return { zoneOf, origins, unknown, writtenAt, placeOf };
}

function closest(name: Name, fits: (at: Name) => boolean): Name | undefined {
  for (let at = name; ; at = parentOf(at)) {
    if (fits(at)) return at;
    if (at === ROOT) return undefined;
  }
}
