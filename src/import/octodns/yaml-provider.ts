import type { Position } from "../../../dns/problem.ts";
import type { Report } from "../../zones/octodns/zone-reading.ts";
import { type Given, problemOf } from "./given.ts";
import { isTruthy } from "./python-value.ts";

/** A YamlProvider of octoDNS, with its defaults filled in. */
export interface YamlProvider {
  readonly id: string;
  readonly at: Position;
  /** As it is written. */
  readonly directory: string;
  readonly defaultTtl: number;
  readonly escapedSemicolons: boolean;
  /** What a zone's folder has behind the zone's name; undefined where there are no such folders. */
  readonly splitExtension: string | undefined;
  readonly sharedFilename: string | undefined;
  readonly disableZonefile: boolean;
  readonly shouldReplace: boolean;
  readonly ignoreMissingZones: boolean;
  /** Matters where it is a target. */
  readonly supportsRootNs: boolean;
}

/** The provider is a YamlProvider, or its older form for folders. */
export function isYamlClass(name: string): boolean {
  return /^octodns\.provider\.yaml\.(?:Split)?YamlProvider$/.test(name);
}

/** Reads what the configuration gives to a YamlProvider; undefined, with the reasons told, when it is not usable. */
export function yamlProvider(given: Given, report: Report): YamlProvider | undefined {
  const isSplit = String(given.get("class")).endsWith("SplitYamlProvider");
  for (const key of given.keys) {
    if (KEYS.has(key) || (isSplit && key === "extension")) continue;
    report(problemOf(given, key, "octoDNS' YamlProvider has no such key", `It has ${[...KEYS].join(", ")}.`));
  }
  const directory = text("directory");
  if (directory === undefined) {
    report(problemOf(given, "directory", "is no text", "Write the folder of the zones."));
    return undefined;
  }
  const defaultTtl = given.get("default_ttl") ?? 3600;
  if (typeof defaultTtl !== "number" || !Number.isInteger(defaultTtl) || defaultTtl < 0) {
    report(
      problemOf(given, "default_ttl", "is no number of seconds", "Write whole seconds, for example 3600."),
    );
    return undefined;
  }
  const extension = isSplit ? (given.get("extension") ?? ".") : given.get("split_extension");
  return {
    id: given.name,
    at: given.at,
    directory,
    defaultTtl,
    escapedSemicolons: (given.get("escaped_semicolons") ?? null) === null || isOn("escaped_semicolons"),
    splitExtension: isTruthy(extension) ? String(extension) : undefined,
    sharedFilename: isOn("shared_filename") ? String(given.get("shared_filename")) : undefined,
    disableZonefile: isSplit || isOn("disable_zonefile"),
    shouldReplace: isOn("populate_should_replace"),
    ignoreMissingZones: isOn("ignore_missing_zones"),
    supportsRootNs: given.get("supports_root_ns") === undefined || isOn("supports_root_ns"),
  };

  function isOn(key: string): boolean {
    return isTruthy(given.get(key));
  }

  function text(key: string): string | undefined {
    const value = given.get(key);
    return typeof value === "string" && value !== "" ? value : undefined;
  }
}

const KEYS: ReadonlySet<string> = new Set([
  "class",
  "directory",
  "default_ttl",
  "enforce_order",
  "order_mode",
  "populate_should_replace",
  "supports_root_ns",
  "split_extension",
  "split_catchall",
  "shared_filename",
  "disable_zonefile",
  "escaped_semicolons",
  "ignore_missing_zones",
  // Of every provider; they are about writing to it.
  "apply_disabled",
  "update_pcent_threshold",
  "delete_pcent_threshold",
  "strict_supports",
  "root_ns_warnings",
]);
