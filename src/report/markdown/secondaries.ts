import { printName } from "../../../dns/name.ts";
import type { SecondaryProof } from "../../secondaries/follow.ts";
import { secondariesInBrief } from "../secondaries-in-brief.ts";
import { fedText, markOf, NO_FAULT, secondaryName, standingText, weightOf } from "../secondary-wording.ts";
import { count } from "../wording.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";
import { table } from "./table.ts";

const MOST_ZONES = 10; // of one secondary
const MARKS = { fine: "✅", late: "⚠️", wrong: "❌" } as const;

/** Where the nameservers of others stand, those first that are not as they should be. */
export function secondarySection(secondaries: readonly SecondaryProof[]): Block {
  const rows = secondaries.flatMap((proof) => {
    const zones = proof.zones.toSorted((a, b) => weightOf(b.standing) - weightOf(a.standing));
    const shown = zones
      .slice(0, MOST_ZONES)
      .map((zone, index) => [
        MARKS[markOf(zone.standing)],
        index === 0 ? codeSpan(secondaryName(proof)) : "",
        index === 0 ? fedText(proof) : "",
        codeSpan(printName(zone.zone)),
        escapeMarkdown(standingText(zone, proof.fed)),
      ]);
    const rest = zones.slice(MOST_ZONES);
    if (rest.length === 0) return shown;
    const following = rest.filter(({ standing }) => standing.kind === "follows").length;
    const text = `… and ${count(rest.length, "more zone")}, ${following} of them followed`;
    return [...shown, ["", "", "", "", text]];
  });
  const title = "### Secondaries";
  const body = table(["", "nameserver", "fed", "zone", ""], rows);
  return {
    full: [title, body, NO_FAULT].join("\n\n"),
    brief: [title, `${secondariesInBrief(secondaries)}.`].join("\n\n"),
  };
}
