import { posix } from "node:path";
import type { Yaml } from "../../../dns/fields/field.ts";
import { keyOf, printName } from "../../../dns/name.ts";
import type { Problem } from "../../../dns/problem.ts";
import type { Zone, ZoneRecord } from "../../../dns/zone.ts";
import { zonePath } from "../../../dns/zone-file/file-name.ts";
import type { Files } from "../../files/files.ts";
import { DEFAULT_CONFIG } from "../../source/config.ts";
import { importZone, type LeftOut, usualTtl } from "../import-zone.ts";
import { readConfiguration } from "./configuration.ts";
import type { Environment } from "./given.ts";
import { type OctodnsRecord, wordsFor } from "./octodns-record.ts";
import { type OctodnsZone, zoneProblem } from "./octodns-zone.ts";
import { type PopulatedZone, populate } from "./populate.ts";
import { keysLeft, tellOfRecords } from "./record-keys.ts";
import { type SharedTemplate, sharedTemplates, withoutShared } from "./shared-template.ts";
import type { YamlSource } from "./yaml-source.ts";
import { toDecoded } from "./zone-name.ts";

/** What octoDNS would publish by its configuration, in our form. */
export interface OctodnsImport {
  /** Files of zones, by the path that they get in our folder. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** What belongs into `_config.yaml`. */
  readonly settings: { readonly [key: string]: Yaml };
  /** What has no place here and is no content of a zone. */
  readonly left: readonly LeftOut[];
  /** What is otherwise than in octoDNS, such as zones whose files are not octoDNS' own. */
  readonly toKnow: readonly LeftOut[];
  /** What octoDNS publishes and could not be taken over. A zone with such a problem is not among the files. */
  readonly problems: readonly Problem[];
  /** The zones as octoDNS has them, without a SOA, to be compared with what is read from the files. */
  readonly zones: readonly Zone[];
}

/**
 * Follows octoDNS' configuration as far as its targets, and takes over what it would publish there. A zone's files
 * stay as they are where they say just that; otherwise the zone is written anew.
 *
 * @param hasConfig there is a `_config.yaml` that is not ours to change, so what is written anew does not need it
 */
export async function readOctodns(
  path: string,
  files: Files,
  environment: Environment,
  hasConfig: boolean,
): Promise<OctodnsImport> {
  const problems: Problem[] = [];
  const report = (problem: Problem) => void problems.push(problem);
  const configuration = await readConfiguration(path, files, environment, report);
  if (configuration === undefined) {
    return { files: new Map(), settings: {}, left: [], toKnow: [], problems, zones: [] };
  }
  const populated = await populate(configuration, files, report);
  const left = [...populated.left];
  for (const key of configuration.unused) {
    left.push({ what: `${key} of ${posix.basename(path)}`, why: "it is about octoDNS' own run" });
  }
  const toKnow = [...populated.toKnow];
  const taken: TakenZone[] = [];
  const templates = await sharedTemplates(populated.zones, files, configuration.processors);
  for (const { path: template, zones } of new Set(templates.values())) {
    toKnow.push({ what: template, why: `${zones} zones are made of it, which it lists under $zones` });
  }
  for (const zone of populated.zones) {
    const one = await takeOver(zone, templates.get(zone), files, hasConfig);
    problems.push(...one.problems);
    left.push(...one.left);
    if (one.taken === undefined) continue;
    taken.push(one.taken);
    toKnow.push(...one.toKnow);
    if (one.taken.why === undefined) continue;
    toKnow.push({ what: zone.zone.name, why: `it is written anew: ${one.taken.why}; comments stay behind` });
  }
  if (populated.zones.length === 0 && problems.length === 0) {
    const at = { file: path, line: 1, column: 1 };
    const message = "No zone comes of this configuration: its sources have none that its names stand for";
    problems.push(
      zoneProblem(at, "octodns-config", message, "Look at `directory`, and at the names of the files in it."),
    );
  }
  left.push(...leftProviders(configuration.providers, populated.zones));
  return {
    files: new Map(taken.flatMap((zone) => [...zone.files])),
    settings: settingsOf(taken),
    left,
    toKnow,
    problems: onceEach(problems),
    zones: taken.map(({ zone }) => zone),
  };
}

/** A zone in our form. */
interface TakenZone {
  readonly zone: Zone;
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** Why its files are not octoDNS' own. */
  readonly why: string | undefined;
  /** What its files count on. */
  readonly defaultTtl: number | undefined;
  readonly escapedSemicolons: boolean | undefined;
}

interface TakenOver {
  readonly taken: TakenZone | undefined;
  readonly problems: readonly Problem[];
  readonly left: readonly LeftOut[];
  readonly toKnow: readonly LeftOut[];
}

async function takeOver(
  populated: PopulatedZone,
  template: SharedTemplate | undefined,
  files: Files,
  hasConfig: boolean,
): Promise<TakenOver> {
  const { zone, targets, problems } = populated;
  const left: LeftOut[] = [];
  const found: Problem[] = [];
  const kept: OctodnsRecord[] = [];
  for (const record of zone.records.values()) {
    const published = targets.filter((target) => goesTo(record, target));
    if (published.length === targets.length) kept.push(record);
    else if (published.length === 0) {
      zone.changes.add("records that no target has are left out (octodns.excluded, included)");
      left.push({
        what: wordsFor(record, zone.name),
        why: "octoDNS gives it to no target (excluded, included)",
      });
    } else found.push(onlySome(record, published, targets, zone.name));
  }
  const asItIs =
    template !== undefined
      ? await filesWithTemplate(populated, template, files)
      : zone.changes.size === 0
        ? await filesAsTheyAre(populated, files)
        : [...zone.changes].join("; ");
  const ofRecords = kept.flatMap((record) => record.problems);
  const records = kept.flatMap(({ owner, ttl, rdata }) =>
    rdata.map(([type, octets]): ZoneRecord => ({ owner, type, ttl, rdata: octets })),
  );
  const whole = { origin: zone.origin, records };
  if (typeof asItIs !== "string") {
    const { source } = populated.read.find((each) => each.files.files.length > 0)!; // its files stay
    const { defaultTtl, escapedSemicolons } = source.provider;
    // What is wrong with the records is found again in the files, where it is to be mended.
    const beyond = [...problems, ...found, ...ofRecords].filter(({ rule }) => NOT_IN_FILES.has(rule));
    const taken = { zone: whole, files: asItIs, why: undefined, defaultTtl, escapedSemicolons };
    const toKnow = tellOfRecords(kept, zone.name);
    return { taken: beyond.length === 0 ? taken : undefined, problems: beyond, left, toKnow };
  }
  const all = [...problems, ...found, ...ofRecords];
  if (all.length > 0) return { taken: undefined, problems: all, left, toKnow: [] };
  const defaultTtl = hasConfig
    ? undefined
    : (populated.read[0]?.source.provider.defaultTtl ?? usualTtl(records) ?? DEFAULT_CONFIG.defaultTtl);
  const imported = importZone(whole, defaultTtl);
  const yaml = imported.kept.length === 0 ? "---\n{}\n" : imported.yaml;
  left.push(
    ...imported.left.map(({ what, why, ...more }) => ({ what: `${zone.name}: ${what}`, why, ...more })),
  );
  return {
    taken: {
      zone: { origin: zone.origin, records: imported.kept },
      files: new Map([[`${zonePath(zone.origin)}.yaml`, yaml]]),
      why: asItIs,
      defaultTtl,
      escapedSemicolons: undefined, // what is written anew says the same either way
    },
    problems: [],
    left: [...left, ...keysLeft(kept, zone.name)],
    toKnow: tellOfRecords(kept, zone.name),
  };
}

/** Rules that speak of octoDNS' configuration, not of what stands in a zone's file. */
const NOT_IN_FILES = new Set([
  "octodns-config",
  "octodns-source",
  "octodns-processor",
  "octodns-subzone",
  "octodns-some-targets",
  "octodns-yaml",
]);

function goesTo({ flags: { excluded, included } }: OctodnsRecord, target: string): boolean {
  return (included.length === 0 || included.includes(target)) && !excluded.includes(target);
}

function onlySome(
  record: OctodnsRecord,
  published: readonly string[],
  targets: readonly string[],
  zone: string,
): Problem {
  const others = targets.filter((target) => !published.includes(target));
  return zoneProblem(
    record.at,
    "octodns-some-targets",
    `${wordsFor(record, zone)} goes to ${published.join(", ")} and not to ${others.join(", ")}; here all nameservers have the same zone`,
    "Remove `excluded` and `included` to publish it everywhere, or the record.",
  );
}

/** The template, and the zone's own files where it has some. */
async function filesWithTemplate(
  populated: PopulatedZone,
  { path, text }: SharedTemplate,
  files: Files,
): Promise<ReadonlyMap<string, string | Uint8Array> | string> {
  const without = withoutShared(populated);
  const hasOwn = without.read.some((each) => each.files.files.length > 0);
  const own = hasOwn ? await filesAsTheyAre(without, files) : new Map<string, Uint8Array>();
  return typeof own === "string" ? own : new Map<string, string | Uint8Array>([...own, [path, text]]);
}

/** The zone's files by the paths that they get here, or why they cannot stay as they are. */
async function filesAsTheyAre(
  { zone, read }: PopulatedZone,
  files: Files,
): Promise<ReadonlyMap<string, Uint8Array> | string> {
  const [first, ...others] = read.filter((each) => each.files.files.length > 0);
  if (first === undefined) return "it has no file";
  if (others.length > 0) {
    const ids = [first, ...others].map((each) => each.source.provider.id);
    return `its records come from several sources (${ids.join(", ")})`;
  }
  const { source } = first;
  const { provider, directory } = source;
  const shared = provider.sharedFilename;
  if (shared !== undefined) return `provider ${provider.id} adds ${shared} to every zone`;
  const kept = new Map<string, Uint8Array>();
  for (const file of first.files.files) {
    const bytes = await files.read(posix.join(directory, file));
    if (bytes.length === 0 || !hasContent(bytes)) return `${file} is empty`;
    kept.set(placeOf(file, zone, source), bytes);
  }
  for (const real of first.files.included) {
    const root = (await files.realPath(directory)) ?? directory;
    const path = posix.relative(root, real);
    if (path.startsWith(".."))
      return `${posix.basename(real)}, which it includes, lies outside of ${directory}`;
    if (isReadAlone(path)) return `${path}, which it includes, would be read as a zone`;
    kept.set(path, await files.read(real));
  }
  const isMoved = [...kept.keys()].some((path) => path.includes("%/")) || zone.name.includes("/");
  if (isMoved && first.files.included.length > 0) return "its file gets another folder and includes others";
  return kept;
}

/**
 * Where a file of the zone gets its place. A zone's folder has a dot behind the name; a name that is none for a file is
 * written as ours are.
 */
function placeOf(file: string, { origin, name }: OctodnsZone, { provider }: YamlSource): string {
  const path = zonePath(origin);
  const { splitExtension = "." } = provider;
  const isFolder = [name, toDecoded(name)].some((each) =>
    file.startsWith(`${each.slice(0, -1)}${splitExtension}/`),
  );
  const stem = isFolder
    ? posix.dirname(file).slice(0, -splitExtension.length)
    : file.slice(0, -".yaml".length);
  const place = path === name.slice(0, -1) ? stem : path;
  return isFolder ? `${place}./${posix.basename(file)}` : `${place}.yaml`;
}

/** The file would be taken for a zone in our folder, or for a part of one. */
function isReadAlone(path: string): boolean {
  const [top = "", ...rest] = path.split("/");
  if (/^[_.$]/.test(top)) return false;
  return rest.length === 0 ? /\.ya?ml$/.test(top) : top.includes(".");
}

/** There is more in the file than comments. */
function hasContent(bytes: Uint8Array): boolean {
  const lines = Buffer.from(bytes).toString("utf8").split("\n");
  return lines.some((line) => !/^\s*(?:#.*|---\s*)?$/.test(line));
}

/** Settings for all zones are those that most of them count on; the others get their own. */
function settingsOf(zones: readonly TakenZone[]): { readonly [key: string]: Yaml } {
  const general = {
    default_ttl: usual(zones.map(({ defaultTtl }) => defaultTtl)) ?? DEFAULT_CONFIG.defaultTtl,
    escaped_semicolons:
      usual(zones.map(({ escapedSemicolons }) => escapedSemicolons)) ?? DEFAULT_CONFIG.escapedSemicolons,
  };
  const single: { [zone: string]: Yaml } = {};
  for (const { zone, defaultTtl, escapedSemicolons } of zones) {
    const own = {
      ...(defaultTtl !== undefined && defaultTtl !== general.default_ttl && { default_ttl: defaultTtl }),
      ...(escapedSemicolons !== undefined &&
        escapedSemicolons !== general.escaped_semicolons && { escaped_semicolons: escapedSemicolons }),
    };
    if (Object.keys(own).length > 0) single[printName(keyOf(zone.origin)).replace(/(?<=.)\.$/, "")] = own;
  }
  return {
    ...(general.default_ttl !== DEFAULT_CONFIG.defaultTtl && { default_ttl: general.default_ttl }),
    ...(general.escaped_semicolons !== DEFAULT_CONFIG.escapedSemicolons && {
      escaped_semicolons: general.escaped_semicolons,
    }),
    ...(Object.keys(single).length > 0 && { zones: single }),
  };
}

/** The value that comes most often. */
function usual<Value>(values: readonly (Value | undefined)[]): Value | undefined {
  const counts = Map.groupBy(
    values.filter((value) => value !== undefined),
    (value) => value,
  );
  return [...counts].sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

/** Providers that zones go to; we serve the zones ourselves. */
function leftProviders(
  providers: ReadonlyMap<string, { readonly get: (key: string) => unknown }>,
  zones: readonly PopulatedZone[],
): LeftOut[] {
  const targets = new Set(zones.flatMap((zone) => zone.targets));
  const read = new Set(zones.flatMap((zone) => zone.read.map(({ source }) => source.provider.id)));
  return [...providers].flatMap(([id, given]) =>
    targets.has(id) && !read.has(id)
      ? [{ what: `provider ${id} (${String(given.get("class"))})`, why: "we serve the zones ourselves" }]
      : [],
  );
}

function onceEach(problems: readonly Problem[]): Problem[] {
  const known = new Map(
    problems.map((problem) => [
      `${problem.file} ${problem.line} ${problem.column} ${problem.message}`,
      problem,
    ]),
  );
  return [...known.values()];
}
