import { keyOf, type Name, printName } from "../../../dns/name.ts";
import type { Position } from "../../../dns/problem.ts";
import { judgeKeys } from "../../dnssec/judge-keys.ts";
import type { ZoneKeys } from "../../dnssec/zone-keys.ts";
import { meaning } from "../../source/suggest.ts";
import { zoneName } from "../config/zone-name.ts";
import type { Report } from "../octodns/zone-reading.ts";
import { type ShapeCheck, shapeCheck } from "../schema/check-shape.ts";
import {
  describe,
  type Entry,
  entryOf,
  isNull,
  type Placed,
  positionOf,
  type YamlNode,
} from "../yaml/node.ts";
import { plainOf } from "../yaml/plain.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { KEYS_SCHEMA } from "./keys-schema.ts";
import { readZoneKeys } from "./read-zone-keys.ts";

/** The keys of one zone, and where they stand. */
export interface PlacedKeys {
  readonly keys: ZoneKeys;
  readonly at: Position;
}

/**
 * Reads `_keys.yaml`; everything wrong with it is reported. Of a zone of which something is refused there are no keys.
 *
 * @param root undefined when there is no such file, or nothing in it
 * @param origins the zones that there are
 */
export function readKeys(
  root: YamlNode | undefined,
  origins: readonly Name[],
  report: Report,
): ReadonlyMap<Name, PlacedKeys> {
  const zones = new Map<Name, PlacedKeys>();
  if (root === undefined || isNull(root) || root.kind === "broken") return zones;
  if (root.kind !== "mapping") {
    report(
      problemAt(root, {
        rule: "wrong-kind",
        message: `The keys are ${describe(root)}; expected a mapping`,
        help: "Leave this file to `zonepipe dnssec`, which begins it with `zones:`.",
      }),
    );
    return zones;
  }
  checkShape ??= shapeCheck(KEYS_SCHEMA, nameOf, []);
  for (const problem of checkShape(root, plainOf(root))) report(problem);
  const listed = entryOf(root, "zones");
  if (listed?.kind !== "mapping") return zones;
  const known = new Set(origins.map(keyOf));
  const seen = new Set<Name>();
  for (const entry of listed.entries) {
    const origin = zoneName(entry.key.text);
    if (origin === undefined || !known.has(origin)) {
      report(unknownZone(entry, origins));
    } else if (seen.has(origin)) {
      report(
        problemAt(entry.key, {
          rule: "yaml-duplicate-key",
          message: `Zone ${printName(origin)} has keys twice, under two spellings`,
          help: "Write them in one place.",
        }),
      );
    }
    const keys = readZone(entry, report);
    if (origin === undefined || seen.has(origin)) continue;
    seen.add(origin);
    if (keys !== undefined) zones.set(origin, { keys, at: positionOf(entry.key) });
  }
  return zones;
}

let checkShape: ShapeCheck | undefined; // made when it is first used, because that takes its time

/** What stands in a zone as `example.com.counter`; the file itself by that word. */
function nameOf(path: readonly string[]): string {
  if (path.length === 0) return "The file";
  const [first, ...rest] = path;
  if (first !== "zones" || rest.length === 0) return path.join(".");
  return rest.length === 1
    ? `Zone ${rest[0]}`
    : rest.map((step) => (/^[0-9]+$/.test(step) ? `${Number(step) + 1}` : step)).join(".");
}

function readZone({ value, key }: Entry, report: Report): ZoneKeys | undefined {
  const read = readZoneKeys(value, report);
  if (read === undefined) return undefined;
  let isSound = true;
  for (const { key: index, severity, ...saying } of judgeKeys(read.keys)) {
    if (severity === "error") isSound = false;
    const at: Placed = index === undefined ? key : read.places[index]!;
    report(problemAt(at, { severity, ...saying }));
  }
  return isSound ? read.keys : undefined;
}

function unknownZone({ key }: Entry, origins: readonly Name[]) {
  const names = origins.map((origin) => printName(origin).slice(0, -1));
  return problemAt(key, {
    rule: "keys-unknown-zone",
    message: `There are keys of ${JSON.stringify(key.text)}, and no zone of that name`,
    ...(names.length > 20 ? { help: "Write the name of a zone that has a file." } : meaning(key.text, names)),
  });
}
