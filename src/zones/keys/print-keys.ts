import { algorithmName } from "../../dnssec/algorithms.ts";
import { DEFAULT_KEYS, type ZoneKey, type ZoneKeys } from "../../dnssec/zone-keys.ts";

/** Lines of `_keys.yaml` for a zone, indented by two, with a line end. What holds anyway is not written. */
export function zoneYaml(name: string, zone: ZoneKeys): string {
  const { counter, base, keys } = zone;
  const lines = [`${name}:`, `  counter: ${counter}`, `  base: ${base}`, ...settingLines(zone), "  keys:"];
  return lines.map((line) => `  ${line}\n`).join("") + keys.map((key) => keyYaml(key, 6)).join("");
}

/**
 * Lines of one key, with a line end.
 *
 * @param column of its hyphen, from 0
 */
export function keyYaml(key: ZoneKey, column: number): string {
  const indent = " ".repeat(column);
  return Object.entries(keyWords(key))
    .map(([word, value], index) => `${indent}${index === 0 ? "- " : "  "}${word}: ${value}\n`)
    .join("");
}

/** What stands under the keys of a key. */
export function keyWords(key: ZoneKey): { readonly [word: string]: string } {
  const { tag, algorithm, role, state, since, ds, publicKey } = key;
  return {
    tag: String(tag),
    algorithm: algorithmName(algorithm),
    role,
    state,
    since: new Date(since * 1000).toISOString().replace(".000Z", "Z"),
    ...(role !== "zsk" && { ds }),
    public: Buffer.from(publicKey, "latin1").toString("base64"),
  };
}

/** What stands under the keys of a zone, but for its counter, base and list of keys. */
export function zoneWords({ windows, denial, ttl, cds, csync, bootstrap }: ZoneKeys): {
  readonly [word: string]: string;
} {
  return {
    windows: String(windows),
    denial,
    ttl: String(ttl),
    cds,
    csync: String(csync),
    ...(bootstrap === true && { bootstrap: "true" }),
  };
}

function settingLines(zone: ZoneKeys): string[] {
  const usual: { readonly [word: string]: unknown } = DEFAULT_KEYS;
  return Object.entries(zoneWords(zone))
    .filter(([word, value]) => value !== String(usual[word]))
    .map(([word, value]) => `  ${word}: ${value}`);
}
