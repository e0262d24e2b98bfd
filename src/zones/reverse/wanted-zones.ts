import type { Name } from "../../../dns/name.ts";
import type { Position } from "../../../dns/problem.ts";
import { zoneName } from "../config/zone-name.ts";
import { compose } from "../yaml/compose.ts";
import { entryOf, positionOf } from "../yaml/node.ts";
import type { SourceFile } from "../yaml/read-source.ts";
import { coverageOf } from "./coverage.ts";

/**
 * The zones to which the settings give `reverse: auto`: such a zone is there without a file. What is wrong with the settings
 * is told by their reader.
 */
export function wantedReverseZones(config: SourceFile | undefined): { origin: Name; at: Position }[] {
  if (config?.source?.text.includes("reverse") !== true) return [];
  const { root } = compose(config.source, config.included);
  const zones = root?.kind === "mapping" ? entryOf(root, "zones") : undefined;
  return (zones?.kind === "mapping" ? zones.entries : []).flatMap(({ key, value }) => {
    const origin = zoneName(key.text);
    const habit = value.kind === "mapping" ? entryOf(value, "reverse") : undefined;
    const isWanted = habit?.kind === "scalar" && habit.text === "auto";
    if (origin === undefined || !isWanted || coverageOf(origin) === undefined) return [];
    return [{ origin, at: positionOf(key) }];
  });
}
