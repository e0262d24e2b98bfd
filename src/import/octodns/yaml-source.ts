import { posix } from "node:path";
import type { Position, Problem } from "../../../dns/problem.ts";
import type { FileEntry, Files } from "../../files/files.ts";
import { DEFAULT_CONFIG, type ZoneConfig } from "../../source/config.ts";
import { compose } from "../../zones/yaml/compose.ts";
import type { Measured, Refusal, Snippet } from "../../zones/yaml/included.ts";
import { describe, isNull, positionOf, type YamlNode } from "../../zones/yaml/node.ts";
import { problemAt } from "../../zones/yaml/problem-at.ts";
import { readSource } from "../../zones/yaml/read-source.ts";
import { readOctodnsRecord } from "./octodns-record.ts";
import { addRecord, type OctodnsZone, zoneProblem } from "./octodns-zone.ts";
import type { YamlProvider } from "./yaml-provider.ts";
import { toDecoded } from "./zone-name.ts";

/** A YamlProvider and the folder that its `directory` stands for. */
export interface YamlSource {
  readonly provider: YamlProvider;
  /** As the user would type it. */
  readonly directory: string;
  readonly files: Files;
  /** Nothing outside this folder is included. */
  readonly within: string;
}

/** Files of a zone that a source has read. */
export interface ReadFiles {
  /** Paths below the source's directory, in octoDNS' order. */
  readonly files: readonly string[];
  /** Files that those include, by their real paths. */
  readonly included: readonly string[];
}

/** octoDNS' `populate`: adds to the zone what the source has of it. */
export async function populateFromYaml(source: YamlSource, zone: OctodnsZone): Promise<ReadFiles> {
  const { provider, directory } = source;
  const paths = await filesOf(source, zone);
  if (paths === undefined) return NOTHING;
  if (paths.length === 0 && !provider.ignoreMissingZones) {
    zone.report(
      zoneProblem(
        provider.at,
        "octodns-source",
        `Provider ${provider.id} has no file for ${zone.name} in ${directory}; expected ${toDecoded(zone.name)}yaml`,
        (await hasFolder(source, zone))
          ? "There is a folder of that name, which octoDNS reads with `split_extension: .` alone: add it to the provider."
          : "Name the file after the zone in lower case, or take the zone out of the configuration.",
      ),
    );
  }
  const cache = new Map<string, Measured | Snippet | Refusal>();
  for (const path of paths) await readFile(source, path, cache, zone);
  return { files: paths, included: [...cache.keys()] };
}

async function hasFolder({ directory, files }: YamlSource, { name }: OctodnsZone): Promise<boolean> {
  return ((await files.list(directory)) ?? []).some(
    (entry) => entry.kind === "folder" && entry.name === name,
  );
}

const NOTHING: ReadFiles = { files: [], included: [] };

/** Zones that a source has by its files' names, in octoDNS' spelling of them (`list_zones`). */
export async function listZones({ provider, directory, files }: YamlSource): Promise<string[]> {
  const { splitExtension, disableZonefile } = provider;
  const zones = new Set<string>();
  for (const { name, kind } of (await files.list(directory)) ?? []) {
    if (splitExtension !== undefined && kind === "folder" && name.endsWith(splitExtension)) {
      const more = splitExtension.length - 1;
      zones.add(more > 0 ? name.slice(0, -more) : name);
    }
    // Two dots at least: a configuration beside the zones is none.
    const hasDots = name.split(".").length > 2;
    if (!disableZonefile && kind === "file" && name.endsWith(".yaml") && hasDots)
      zones.add(name.slice(0, -4));
  }
  return [...zones].sort();
}

/** Undefined when there are two spellings, which is reported. */
async function filesOf(
  { provider, directory, files }: YamlSource,
  zone: OctodnsZone,
): Promise<string[] | undefined> {
  const spellings = [...new Set([toDecoded(zone.name), zone.name])].map((name) => name.slice(0, -1));
  const found: string[] = [];
  const { splitExtension, disableZonefile, sharedFilename } = provider;
  if (splitExtension !== undefined) {
    const folder = await oneOf(spellings, splitExtension, "folder");
    if (folder === "both") return twice(provider.at, zone);
    for (const { name, kind } of folder === undefined
      ? []
      : ((await files.list(posix.join(directory, folder))) ?? [])) {
      if (name.endsWith(".yaml") && kind !== "folder") found.push(`${folder}/${name}`);
    }
  }
  if (!disableZonefile) {
    const file = await oneOf(spellings, ".yaml", "file");
    if (file === "both") return twice(provider.at, zone);
    if (file !== undefined) found.push(file);
  }
  if (sharedFilename !== undefined) found.push(posix.normalize(sharedFilename));
  return found.sort();

  async function oneOf(
    names: readonly string[],
    ending: string,
    kind: FileEntry["kind"],
  ): Promise<string | "both" | undefined> {
    const there: string[] = [];
    for (const name of names) {
      const path = `${name}${ending}`; // a zone with a slash in its name stands in a folder
      const entries = (await files.list(posix.join(directory, posix.dirname(path)))) ?? [];
      const isThere = entries.some((entry) => entry.name === posix.basename(path) && entry.kind === kind);
      if (isThere) there.push(path);
    }
    return there.length > 1 ? "both" : there[0];
  }
}

function twice(at: Position, { name, report }: OctodnsZone): undefined {
  report(
    zoneProblem(
      at,
      "octodns-source",
      `Zone ${toDecoded(name)} has two spellings of its name among the files, with letters and as A-labels; octoDNS refuses that`,
      "Keep one of the two; put all records into it.",
    ),
  );
  return undefined;
}

async function readFile(
  { provider, directory, files, within }: YamlSource,
  path: string,
  cache: Map<string, Measured | Snippet | Refusal>,
  zone: OctodnsZone,
): Promise<void> {
  const report = (problem: Problem) => zone.report(problem);
  const file = await readSource(posix.join(directory, path), { files, within, report, cache });
  if (file.source === undefined) return;
  const { root, problems } = compose(file.source, file.included);
  for (const problem of problems) zone.report(problem);
  if (root === undefined || isNull(root) || root.kind === "broken") return;
  if (root.kind !== "mapping") {
    const message = `The file is ${describe(root)}; expected a mapping of names to their records`;
    zone.report(
      problemAt(root, { rule: "wrong-kind", message, help: "Write names with records below them." }),
    );
    return;
  }
  const config = configOf(provider);
  for (const { key, value } of root.entries) {
    for (const node of value.kind === "sequence" ? value.items : [value]) {
      if (node.kind === "mapping") {
        const record = readOctodnsRecord({ key, node, config }, zone.origin, provider.id);
        if ("owner" in record)
          addRecord(zone, record, { replace: provider.shouldReplace, lenient: zone.isLenient });
        else for (const problem of record) zone.report(problem);
      } else if (node.kind !== "broken") zone.report(noRecord(node));
    }
  }
}

/** What the provider says of its records, as our own settings. */
function configOf(provider: YamlProvider): ZoneConfig {
  const { defaultTtl, escapedSemicolons } = provider;
  return { ...DEFAULT_CONFIG, defaultTtl, escapedSemicolons };
}

function noRecord(node: YamlNode): Problem {
  return {
    ...positionOf(node),
    rule: "wrong-kind",
    severity: "error",
    message: `A record is ${describe(node)}; expected a mapping`,
    help: "Write `type: …` and `value: …` below the name.",
  };
}
