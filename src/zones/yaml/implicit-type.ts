import {
  boolCoreTag,
  boolYaml11Tag,
  floatCoreTag,
  floatYaml11Tag,
  intCoreTag,
  intYaml11Tag,
  NOT_RESOLVED,
  nullCoreTag,
  timestampTag,
} from "js-yaml";
import type { Scalar } from "./node.ts";

/**
 * What other YAML readers make of a text without quotes, where that is another text than the one written: `no`,
 * `1.10`, `0x1F`, `2026-01-01`. Gives the end of a sentence that begins with "other readers take it for"; undefined
 * when every reader sees the same.
 *
 * octoDNS reads with PyYAML (YAML 1.1), most editors with YAML 1.2. `y` and `n` are truth values in the text of YAML
 * 1.1 but not in PyYAML, so they are left alone.
 */
export function misreadText({ plain, text }: Scalar): string | undefined {
  if (!plain || !CANDIDATE.test(text) || ADDRESS.test(text)) return undefined;
  for (const [version, tags] of READERS) {
    for (const tag of tags) {
      const value = tag.resolve(text, false, tag.tagName);
      if (value === NOT_RESOLVED) continue;
      if (typeof value === "number" && String(value) === text) break;
      return `${nameOf(value)} (YAML ${version})`;
    }
  }
  return undefined;
}

/** The same for a number in decimal digits: `010` is 8 in YAML 1.1 and 10 in YAML 1.2. */
export function misreadNumber({ plain, text }: Scalar): string | undefined {
  if (!plain || !/^[-+]?0[0-9_]/.test(text)) return undefined;
  const value = intYaml11Tag.resolve(text, false, intYaml11Tag.tagName);
  return typeof value === "number" && value !== Number(text) ? `the number ${value} (YAML 1.1)` : undefined;
}

/** Whatever is not excluded here goes through a dozen regular expressions. */
const CANDIDATE = /^(?:[-+]?\.?[0-9]|[-+]?\.(?:inf|nan)$|[~=]$|null$|true$|false$|yes$|no$|on$|off$)/i;
const ADDRESS = /^[0-9]+\.[0-9]+\.[0-9]+\./;

const READERS = [
  ["1.1", [nullCoreTag, boolYaml11Tag, intYaml11Tag, floatYaml11Tag, timestampTag]],
  ["1.2", [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]],
] as const;

function nameOf(value: unknown): string {
  if (value === null) return "nothing";
  if (typeof value === "boolean") return `the truth value ${value}`;
  return value instanceof Date ? "a date" : `the number ${value}`;
}
