import { compareNames, keyOf, type Name } from "../../dns/name.ts";
import type { Position, Problem } from "../../dns/problem.ts";
import { KEY_SIGNATURES } from "../../dns/signing/key-signature-file.ts";
import { goesOn, zonePath } from "../../dns/zone-file/file-name.ts";
import type { FileEntry, Files } from "../files/files.ts";
import { joinPath } from "../files/join-path.ts";
import { WorldError } from "../files/world-error.ts";
import { SIGNATURES_FOLDER } from "./keys/key-signatures.ts";
import { zoneOrigin } from "./load-zone-name.ts";
import { wantedReverseZones } from "./reverse/wanted-zones.ts";
import { readTemplates, type Templates } from "./templates.ts";
import { type Reading, readSource, type SourceFile } from "./yaml/read-source.ts";
import type { SourceText } from "./yaml/source-text.ts";
import { isPartOfZone, NO_ZONE, zoneNameOf } from "./zone-paths.ts";

/** Everything in the zones' folder, as text: what it means is found out by `validate`. */
export interface Sources {
  /** As the user would type it. */
  readonly folder: string;
  /** `_config.yaml`, where there is one. */
  readonly config: SourceFile | undefined;
  /** `_keys.yaml`, where there is one. */
  readonly keys?: SourceFile;
  /** `_invariants.yaml`, where there is one. */
  readonly invariants?: InvariantsFile;
  /** By their names. */
  readonly zones: readonly ZoneSource[];
  /** Signatures over the keys of zones that were made beforehand, by zone; left out where there are none. */
  readonly keySignatures?: ReadonlyMap<Name, SourceFile>;
  /** What was wrong with the files as such. */
  readonly problems: readonly Problem[];
  /** Every text that was read, of files that are included, too, by its path. */
  readonly texts?: ReadonlyMap<string, SourceText>;
  /** The paths that files include, of files that are not there, too. */
  readonly includedPaths?: ReadonlySet<string>;
}

/** `_invariants.yaml`. It says nothing about what zones are, so what is wrong with it as a file concerns none of them. */
export interface InvariantsFile {
  readonly file: SourceFile;
  readonly problems: readonly Problem[];
}

/** The files of one zone. */
export interface ZoneSource {
  readonly origin: Name;
  /** The file, or of a zone in several files their folder; of a zone that has but a template that; of one without either the settings. */
  readonly path: string;
  /** Its own: none where it has but a template. */
  readonly files: readonly SourceFile[];
  /** The file that it shares with other zones; what that says is added to what its own say. */
  readonly template?: SourceFile;
  /** Where `_config.yaml` says that it is there, of a zone that has no file at all. */
  readonly configAt?: Position;
}

/**
 * Reads the zones' folder: `example.com.yaml` is a zone, and so is the folder `example.com./` with all `.yaml` files
 * in it, whatever their names. A name may be written with letters or as A-labels; what a file's name cannot have is escaped
 * (see `zonePath`). What begins with `_` or a dot is no zone, and neither is a template: that is the file of several
 * zones (see `readTemplates`). A zone with `reverse: auto` needs no file. Includes are followed, but never out of the folder.
 *
 * @throws WorldError when there is no such folder
 */
export async function load(folder: string, files: Files): Promise<Sources> {
  const problems: Problem[] = [];
  const report = (problem: Problem) => void problems.push(problem);
  const within = await files.realPath(folder);
  const entries = within === undefined ? undefined : await files.list(folder);
  if (within === undefined || entries === undefined) {
    throw new WorldError(
      `Cannot read the zones: there is no folder ${JSON.stringify(folder)}; name the one where they are, or make it with \`zonepipe init\``,
    );
  }
  const texts = new Map<string, SourceText>();
  const includedPaths = new Set<string>();
  const reading: Reading = { files, within, report, cache: new Map(), texts, includedPaths };
  const config = entries.some(({ name, kind }) => name === CONFIG && kind === "file")
    ? await readSource(joinPath(folder, CONFIG), reading)
    : undefined;
  const keys = await readKeysFile(folder, entries, reading);
  const templates = await readTemplates(folder, entries, config, reading);
  const own = await readZones(folder, await zoneEntries(folder, entries, reading), templates, reading);
  const zones = withReverse(withTemplates(own, templates), config);
  const invariants = await readInvariantsFile(folder, entries, reading);
  const keySignatures = await readKeySignatureFiles(folder, zones, reading);
  await warnOfUnderscores(folder, entries, templates, reading);
  if (zones.length === 0 && problems.length === 0) report(noZones(folder));
  return {
    folder,
    config,
    ...(keys && { keys }),
    ...(invariants && { invariants }),
    ...(keySignatures && { keySignatures }),
    zones,
    problems,
    texts,
    includedPaths,
  };
}

const CONFIG = "_config.yaml";
const KEYS = "_keys.yaml";
const INVARIANTS = "_invariants.yaml";

/** A zone that nobody signs because its keys are in a file of another name would go insecure: so that is an error. */
async function readKeysFile(
  folder: string,
  entries: readonly FileEntry[],
  reading: Reading,
): Promise<SourceFile | undefined> {
  const near = entries.find(({ name, kind }) => kind === "file" && name === "_keys.yml");
  if (near !== undefined) {
    const message = "These look like the keys of signed zones, and are not read";
    const problem = notRead(joinPath(folder, near.name), renamed(near.name));
    reading.report({ ...problem, severity: "error", message });
  }
  if (!entries.some(({ name, kind }) => name === KEYS && kind === "file")) return undefined;
  return await readSource(joinPath(folder, KEYS), reading);
}

async function readKeySignatureFiles(
  folder: string,
  zones: readonly ZoneSource[],
  reading: Reading,
): Promise<ReadonlyMap<Name, SourceFile> | undefined> {
  const below = joinPath(folder, SIGNATURES_FOLDER);
  const entries = await reading.files.list(below);
  if (entries === undefined) return undefined;
  const found = new Map<Name, SourceFile>();
  const taken = new Set<string>();
  for (const { origin } of zones) {
    const name = `${zonePath(origin)}${KEY_SIGNATURES}`;
    const path = joinPath(below, name);
    taken.add(name);
    if ((await reading.files.realPath(path)) !== undefined)
      found.set(origin, await readSource(path, reading));
  }
  for (const { name, kind } of sorted(entries)) {
    if (kind !== "file" || taken.has(name)) continue;
    const message = "These look like signatures over the keys of a zone, and there is no such zone";
    const help = `Name it after the zone, as in example.com${KEY_SIGNATURES}, or remove it.`;
    reading.report({ ...notRead(joinPath(below, name), help), message });
  }
  return found;
}

async function readInvariantsFile(
  folder: string,
  entries: readonly FileEntry[],
  reading: Reading,
): Promise<InvariantsFile | undefined> {
  const near = entries.find(({ name, kind }) => kind === "file" && name === "_invariants.yml");
  if (near !== undefined) {
    const message = "This looks like the invariants, and is not read";
    reading.report({ ...notRead(joinPath(folder, near.name), renamed(near.name)), message });
  }
  if (!entries.some(({ name, kind }) => name === INVARIANTS && kind === "file")) return undefined;
  const problems: Problem[] = [];
  const file = await readSource(joinPath(folder, INVARIANTS), {
    ...reading,
    report: (problem) => void problems.push(problem),
  });
  return { file, problems };
}

/** A zone while its files are gathered. */
interface Gathered {
  readonly origin: Name;
  /** How its name is written, to see two spellings. */
  readonly written: string;
  readonly path: string;
  readonly files: SourceFile[];
}

/** The entries of the folder, and of those folders in which a long name goes on; by their paths. */
async function zoneEntries(
  folder: string,
  entries: readonly FileEntry[],
  reading: Reading,
): Promise<FileEntry[]> {
  const all = sorted(entries).map(async (entry): Promise<FileEntry[]> => {
    if (entry.kind !== "folder" || !goesOn(entry.name) || NO_ZONE.test(entry.name)) return [entry];
    const inside = joinPath(folder, entry.name);
    const found = await zoneEntries(inside, (await reading.files.list(inside)) ?? [], reading);
    return found.map(({ name, kind }) => ({ name: joinPath(entry.name, name), kind }));
  });
  return (await Promise.all(all)).flat();
}

async function readZones(
  folder: string,
  entries: readonly FileEntry[],
  templates: Templates,
  reading: Reading,
): Promise<Gathered[]> {
  const zones = new Map<Name, Gathered>();
  for (const entry of entries) {
    const path = joinPath(folder, entry.name);
    if (templates.paths.has(path)) continue;
    const written = zoneNameOf(entry);
    if (written === undefined) {
      await warnOfNearMiss(entry, path, reading);
      continue;
    }
    const origin = zoneOrigin(written);
    if (typeof origin !== "string") {
      reading.report({ ...startOf(path), severity: "error", ...origin });
      continue;
    }
    const zone = zones.get(origin);
    if (zone !== undefined && zone.written.toLowerCase() !== written.toLowerCase()) {
      reading.report(twoSpellings(path, zone));
      continue;
    }
    const paths = entry.kind === "file" ? [path] : await partsIn(path, reading);
    const gathered = zone ?? { origin, written, path, files: [] };
    zones.set(origin, gathered);
    for (const each of paths) {
      if (!templates.paths.has(each)) gathered.files.push(await readSource(each, reading));
    }
  }
  return [...zones.values()];
}

function withTemplates(own: readonly Gathered[], { zones }: Templates): ZoneSource[] {
  const withOwn = own.map(({ origin, path, files }): ZoneSource => {
    const template = zones.get(origin);
    return { origin, path, files, ...(template !== undefined && { template }) };
  });
  const known = new Set(own.map(({ origin }) => origin));
  const others = [...zones].filter(([origin]) => !known.has(origin)).sort(([a], [b]) => compareNames(a, b));
  return [
    ...withOwn,
    ...others.map(([origin, template]) => ({ origin, path: template.file, files: [], template })),
  ];
}

function withReverse(zones: readonly ZoneSource[], config: SourceFile | undefined): ZoneSource[] {
  const known = new Set(zones.map(({ origin }) => keyOf(origin)));
  const others = wantedReverseZones(config).filter(({ origin }) => !known.has(origin));
  return [...zones, ...others.map(({ origin, at }) => ({ origin, path: at.file, files: [], configAt: at }))];
}

/**
 * A file that begins with `_`, is named as a zone with such a name would be, and is included nowhere: told, because its
 * records would be missed in silence.
 */
async function warnOfUnderscores(
  folder: string,
  entries: readonly FileEntry[],
  templates: Templates,
  { files, cache, report }: Reading,
): Promise<void> {
  for (const { name, kind } of sorted(entries)) {
    if (kind !== "file" || !/^_[^.]*\..*\.yaml$/.test(name)) continue;
    const path = joinPath(folder, name);
    if (templates.paths.has(path)) continue;
    const origin = zoneOrigin(name.slice(0, -".yaml".length));
    const real = await files.realPath(path);
    if (typeof origin !== "string" || (real !== undefined && cache.has(real))) continue;
    report(
      notRead(
        path,
        `If it is a zone, name it ${zonePath(origin)}.yaml; otherwise without dots, as in ${name.slice(0, -".yaml".length).replaceAll(".", "-")}.yaml.`,
      ),
    );
  }
}

/** What looks like a zone and is read as none is told, because its records would be missed in silence. */
async function warnOfNearMiss({ name, kind }: FileEntry, path: string, reading: Reading): Promise<void> {
  if (name.startsWith("_") || name.startsWith(".")) return;
  if (kind === "file" && name.endsWith(".yml")) {
    reading.report(notRead(path, renamed(name)));
  } else if (kind === "file" && name.startsWith("$") && name.endsWith(".yaml")) {
    // octoDNS' file for the apex and the wildcard of a zone in several files
    const zone = name.slice(1, -".yaml".length);
    reading.report(notRead(path, `Move it into the folder ${zone}. or name it ${zone}.yaml.`));
  } else if (kind === "folder" && name.includes(".") && (await yamlFilesIn(path, reading)).length > 0) {
    reading.report(
      notRead(path, `Name the folder ${name}. with a dot at its end, or _${name} if it is no zone.`),
    );
  }
}

/** The files of a zone that stands in a folder. */
async function partsIn(folder: string, reading: Reading): Promise<string[]> {
  for (const { name, kind } of (await reading.files.list(folder)) ?? []) {
    if (kind === "file" && name.endsWith(".yml"))
      reading.report(notRead(joinPath(folder, name), renamed(name)));
  }
  return yamlFilesIn(folder, reading);
}

async function yamlFilesIn(folder: string, { files }: Reading): Promise<string[]> {
  const inFolder = sorted((await files.list(folder)) ?? []).filter(({ kind }) => kind === "file");
  return inFolder.filter(({ name }) => isPartOfZone(name)).map(({ name }) => joinPath(folder, name));
}

function sorted(entries: readonly FileEntry[]): FileEntry[] {
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function startOf(file: string): Position {
  return { file, line: 1, column: 1 };
}

function renamed(name: string): string {
  return `Name it ${name.slice(0, -".yml".length)}.yaml.`;
}

function notRead(path: string, help: string): Problem {
  return {
    ...startOf(path),
    rule: "file-not-read",
    severity: "warning",
    message: "This looks like a zone or a part of one, and is not read",
    help,
  };
}

function twoSpellings(path: string, zone: Gathered): Problem {
  return {
    ...startOf(path),
    rule: "idna-invalid",
    severity: "error",
    message: `The same zone stands under another spelling of its name, ${JSON.stringify(zone.written)}`,
    help: "Keep one of the two; put all records into it.",
  };
}

function noZones(folder: string): Problem {
  return {
    ...startOf(folder),
    rule: "no-zones",
    severity: "error",
    message: "The folder has no zone",
    help: "Add a file named after a zone, such as example.com.yaml.",
  };
}
