import { printName } from "../../dns/name.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import type { SecondaryProof } from "../secondaries/follow.ts";
import { fedText, markOf, secondaryName, standingText, weightOf } from "./secondary-wording.ts";
import { alignColumns, type Paint } from "./terminal-paint.ts";
import { count } from "./wording.ts";

const MOST = 20; // zones of one secondary; the rest is counted

/** Where each secondary stands, for a terminal: a line for each of its zones, what is wrong first. */
export function secondaryLines(secondaries: readonly SecondaryProof[], paint: Paint): string[] {
  const marks = {
    fine: paint("green", "✔"),
    late: paint("yellow", "!"),
    wrong: paint("red", "✘"),
  };
  const rows = secondaries.flatMap((proof) => {
    // What is not as it should be comes first; the rest is counted.
    const zones = proof.zones.toSorted((a, b) => weightOf(b.standing) - weightOf(a.standing));
    const shown = zones
      .slice(0, MOST)
      .map((zone, index) => [
        `  ${marks[markOf(zone.standing)]} ${index === 0 ? showHidden(secondaryName(proof)) : ""}`,
        index === 0 ? fedText(proof) : "",
        printName(zone.zone),
        showHidden(standingText(zone, proof.fed)),
      ]);
    const rest = zones.length - shown.length;
    return rest > 0 ? [...shown, ["", "", "", `… and ${count(rest, "more zone")}`]] : shown;
  });
  return alignColumns(rows);
}
