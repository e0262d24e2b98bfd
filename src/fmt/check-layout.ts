import { LAYOUT } from "../lint/reading-rules.ts";
import type { Sources } from "../zones/load.ts";
import type { ReadZones } from "../zones/validate.ts";
import type { SourceText } from "../zones/yaml/source-text.ts";
import { firstDifference } from "./first-difference.ts";
import { formatZoneText } from "./format.ts";

/**
 * Tells of the files of zones that have another layout than `fmt` gives them, where the settings of a zone ask for that.
 *
 * @param read all zones of the sources
 */
export function checkLayout(sources: Sources, { zones }: ReadZones): void {
  const found = new Map<SourceText, number | undefined>(); // a template is laid out once
  for (const [index, { zone, judge }] of zones.entries()) {
    if (!zone.config.lint.has(LAYOUT.id)) continue;
    const { files, template } = sources.zones[index]!; // they were read from there, one after the other
    for (const { source } of template === undefined ? files : [...files, template]) {
      if (source === undefined) continue;
      const line = found.has(source) ? found.get(source) : lineOfAnotherLayout(source);
      found.set(source, line);
      if (line === undefined) continue;
      judge.report({
        ...{ file: source.file, line, column: 1 },
        rule: LAYOUT.id,
        severity: LAYOUT.severity,
        message: "The file has another layout from here on",
        help: "Run `zonepipe fmt`.",
        subject: { zone: zone.origin },
      });
    }
  }
}

/** What cannot be read has no layout. */
function lineOfAnotherLayout({ text, file }: SourceText): number | undefined {
  const formatted = formatZoneText(text, file);
  return "problems" in formatted ? undefined : firstDifference(text, formatted.text)?.line;
}
