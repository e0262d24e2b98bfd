import { keyOf, type Name, printName } from "../../../dns/name.ts";
import type { Position, Problem } from "../../../dns/problem.ts";
import { DEFAULT_CONFIG, type ZoneConfig } from "../../source/config.ts";
import { meaning } from "../../source/suggest.ts";
import type { Variables } from "../../source/variables.ts";
import { catalogProblem } from "../catalog-zone.ts";
import type { Report } from "../octodns/zone-reading.ts";
import { coverageOf } from "../reverse/coverage.ts";
import { type ShapeCheck, shapeCheckByKeys } from "../schema/check-shape.ts";
import { describe, entryOf, isNull, positionOf, type Scalar, type YamlNode } from "../yaml/node.ts";
import { plainOf } from "../yaml/plain.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { readSubtrees } from "./about.ts";
import { CONFIG_SCHEMA } from "./config-schema.ts";
import { readName, readSettings, type Settings } from "./settings.ts";
import { readVariables } from "./variables.ts";
import { zoneName } from "./zone-name.ts";

/** What `_config.yaml` says, zone by zone. */
export interface Config {
  /** The variables that records may have. */
  readonly names?: Variables;
  /** The settings of the zone with this origin. */
  readonly of: (origin: Name) => ZoneConfig;
  /** The catalog of all zones, and where it is named; left out where there is none. */
  readonly catalog?: { readonly origin: Name; readonly at: Position };
}

/**
 * Reads `_config.yaml`; everything wrong with it is reported. What was refused is as if it were not written.
 *
 * @param root undefined when there is no such file, or nothing in it
 * @param origins the zones that there are
 */
export function readConfig(root: YamlNode | undefined, origins: readonly Name[], report: Report): Config {
  if (root === undefined || isNull(root) || root.kind === "broken") return { of: () => DEFAULT_CONFIG };
  if (root.kind !== "mapping") {
    report(
      problemAt(root, {
        rule: "wrong-kind",
        message: `The settings are ${describe(root)}; expected a mapping`,
        help: "Write for example `default_ttl: 3600`.",
      }),
    );
    return { of: () => DEFAULT_CONFIG };
  }
  checkShape ??= shapeCheckByKeys(CONFIG_SCHEMA, nameOf);
  for (const problem of checkShape(root, plainOf(root))) report(problem);
  const general = readSettings(root, report);
  const names = readVariables(entryOf(root, "names"), report);
  const catalog = readCatalog(entryOf(root, "catalog"), origins, report);
  const known = catalog === undefined ? origins : [...origins, catalog.origin];
  const single = readZones(entryOf(root, "zones"), known, report);
  return {
    ...(catalog !== undefined && { catalog }),
    names,
    of(origin) {
      const own = single.get(keyOf(origin));
      const all = [general, ...(own === undefined ? [] : [own])];
      const config = withExpired(all.reduce<ZoneConfig>(override, DEFAULT_CONFIG));
      return names.size === 0 ? config : { ...config, names };
    },
  };
}

let checkShape: ShapeCheck | undefined; // made when it is first used, because that takes its time

/** A setting as `soa.refresh`; the file itself by that word. */
function nameOf(path: readonly string[]): string {
  return path.length === 0 ? "The file" : path.join(".");
}

function readCatalog(
  node: YamlNode | undefined,
  origins: readonly Name[],
  report: Report,
): Config["catalog"] {
  if (node === undefined || isNull(node)) return undefined;
  const origin = readName(node, "catalog", report);
  if (origin === undefined) return undefined;
  const at = positionOf(node);
  const problem = catalogProblem(origin, origins, at);
  if (problem === undefined) return { origin: keyOf(origin), at };
  report(problem);
  return undefined;
}

/** The settings of each zone that has its own. */
function readZones(
  node: YamlNode | undefined,
  origins: readonly Name[],
  report: Report,
): ReadonlyMap<Name, Settings> {
  const zones = new Map<Name, Settings>();
  if (node?.kind !== "mapping") return zones;
  const known = new Set(origins.map(keyOf));
  for (const { key, value } of node.entries) {
    const name = zoneName(key.text);
    if (name === undefined || !known.has(name)) {
      report(unknownZone(key, origins));
    } else if (zones.has(name)) {
      report(
        problemAt(key, {
          rule: "yaml-duplicate-key",
          message: `Zone ${printName(name)} has settings twice, under two spellings`,
          help: "Write them in one place.",
        }),
      );
    }
    if (value.kind !== "mapping") continue;
    const settings = readSettings(value, report);
    if (name === undefined) continue;
    const about = readSubtrees(entryOf(value, "about"), name, report);
    const { reverse, ...others } = settings;
    const isReverse = reverse !== undefined && coverageOf(name) !== undefined;
    if (reverse !== undefined && !isReverse) report(noReverseZone(key));
    zones.set(name, { ...others, ...(isReverse && { reverse }), ...(about !== undefined && { about }) });
  }
  return zones;
}

function noReverseZone(key: Scalar): Problem {
  return problemAt(key, {
    rule: "reverse-zone-name",
    message: `${JSON.stringify(key.text)} has reverse: auto, and its name does not say which addresses it is about`,
    help: "Write it at a zone such as 2.0.192.in-addr.arpa, 128-191.2.0.192.in-addr.arpa or 8.b.d.0.1.0.0.2.ip6.arpa.",
    source: "RFC 1035 §3.5, RFC 2317 §4",
  });
}

function unknownZone(key: Scalar, origins: readonly Name[]): Problem {
  return problemAt(key, {
    rule: "config-unknown-zone",
    message: `There is no zone ${JSON.stringify(key.text)}`,
    ...(origins.length > 20
      ? { help: "Write the name of a zone that has a file." }
      : meaning(
          key.text,
          origins.map((origin) => printName(origin).slice(0, -1)),
        )),
  });
}

/** `expired: error` gives the rule its weight, unless `lint` says another. */
function withExpired(config: ZoneConfig): ZoneConfig {
  if (config.expired !== "error" || config.lint.has(EXPIRED)) return config;
  return { ...config, lint: new Map([...config.lint, [EXPIRED, "error"]]) };
}

const EXPIRED = "record-expired";

function override(
  config: ZoneConfig,
  { soa, safety, watch, journal, lint, ...settings }: Settings,
): ZoneConfig {
  return {
    ...config,
    ...settings,
    soa: { ...config.soa, ...soa, fieldsAt: { ...config.soa.fieldsAt, ...soa.fieldsAt } },
    safety: { ...config.safety, ...safety },
    watch: { ...config.watch, ...watch },
    journal: { ...config.journal, ...journal },
    lint: new Map([...config.lint, ...(lint ?? [])]),
  };
}
