import { posix } from "node:path";
import { load } from "js-yaml";
import type { Yaml } from "../../dns/fields/field.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import type { LeftOut } from "./import-zone.ts";

/** A repository of octoDNS, as far as it is about zones in YAML. */
export interface OctodnsSetUp {
  /** Files of zones, by the path that they get in our folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What belongs into `_config.yaml` for all zones. */
  readonly settings: { readonly [key: string]: Yaml };
  readonly left: readonly LeftOut[];
}

/** Keys of a YamlProvider that have an effect here, or none that matters for what is served. */
const KNOWN_KEYS = new Set([
  "class",
  "directory",
  "default_ttl",
  "escaped_semicolons",
  "enforce_order",
  "order_mode",
  "split_extension",
  "split_catchall",
]);

/**
 * Reads octoDNS' own configuration and the zones of its YAML providers. The zones' files are taken over as they are,
 * for we read octoDNS' form; everything else in the configuration is listed.
 */
export async function readOctodns(path: string, files: Files): Promise<OctodnsSetUp> {
  const config = mappingOf(parse(Buffer.from(await files.read(path)).toString(), path));
  const left: LeftOut[] = [];
  const settings: { [key: string]: Yaml } = {};
  const found = new Map<string, Uint8Array>();
  const providers = mappingOf(config.providers ?? {});
  const zones = mappingOf(config.zones ?? {});
  const sources = new Set(
    Object.values(zones).flatMap((zone) => listOf(mappingOf(zone ?? {}).sources).map(String)),
  );
  const base = posix.dirname(path);
  for (const [name, value] of Object.entries(providers)) {
    const provider = mappingOf(value ?? {});
    if (!/(^|\.)(Split)?YamlProvider$/.test(String(provider.class))) {
      const use = sources.has(name)
        ? "it is a source of zones, which are not in YAML"
        : "we serve the zones ourselves";
      left.push({ what: `provider ${name} (${String(provider.class)})`, why: use });
      continue;
    }
    if (sources.size > 0 && !sources.has(name)) continue;
    for (const key of Object.keys(provider)) {
      if (!KNOWN_KEYS.has(key)) left.push({ what: `provider ${name}: ${key}`, why: "it has no effect here" });
    }
    if (typeof provider.default_ttl === "number") settings.default_ttl = provider.default_ttl;
    if (provider.escaped_semicolons === false) settings.escaped_semicolons = false;
    const directory = posix.join(base, String(provider.directory ?? "."));
    await collect(directory, "", isWantedBy(zones, name), files, found);
  }
  for (const [name, value] of Object.entries(zones)) left.push(...leftOfZone(name, mappingOf(value ?? {})));
  for (const key of Object.keys(config)) {
    if (!["providers", "zones"].includes(key)) {
      left.push({ what: `${key} of ${posix.basename(path)}`, why: "it is about octoDNS' own run" });
    }
  }
  return { files: found, settings, left };
}

function leftOfZone(name: string, zone: { readonly [key: string]: unknown }): LeftOut[] {
  const what = `zone ${name}`;
  if (typeof zone.alias === "string") {
    return [{ what, why: `it is an alias of ${zone.alias}; copy that zone's file, or link it` }];
  }
  return ["processors", "lenient"].flatMap((key) =>
    key in zone ? [{ what: `${what}: ${key}`, why: "it has no effect here" }] : [],
  );
}

/** Whether octoDNS would read a file for one of its zones: `example.com.yaml`, or one in the folder `example.com.`. */
function isWantedBy(
  zones: { readonly [name: string]: unknown },
  provider: string,
): (zone: string) => boolean {
  const wanted = Object.entries(zones).filter(([, zone]) => {
    const sources = listOf(mappingOf(zone ?? {}).sources).map(String);
    return sources.length === 0 || sources.includes(provider);
  });
  const names = wanted.map(([name]) => name.replace(/\.$/, ""));
  const isDynamic = names.some((name) => name.startsWith("*"));
  return (zone) => isDynamic || names.length === 0 || names.includes(zone);
}

async function collect(
  directory: string,
  below: string,
  isWanted: (zone: string) => boolean,
  files: Files,
  found: Map<string, Uint8Array>,
): Promise<void> {
  for (const { name, kind } of (await files.list(posix.join(directory, below))) ?? []) {
    const path = posix.join(below, name);
    const zone = path.split("/")[0]!.replace(/\.(yaml)?$/, "");
    if (kind === "folder" && below === "" && isWanted(zone))
      await collect(directory, path, isWanted, files, found);
    if (kind !== "file" || !name.endsWith(".yaml")) continue;
    if (below !== "" || isWanted(zone)) found.set(path, await files.read(posix.join(directory, path)));
  }
}

function parse(text: string, path: string): unknown {
  try {
    return load(text);
  } catch (cause) {
    throw new WorldError(`Cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

function mappingOf(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { [key: string]: unknown })
    : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
