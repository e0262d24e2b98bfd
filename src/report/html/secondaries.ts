import { printName } from "../../../dns/name.ts";
import type { SecondaryProof, SecondaryZone } from "../../secondaries/follow.ts";
import { fedText, markOf, NO_FAULT, secondaryName, standingText, weightOf } from "../secondary-wording.ts";
import { moreLine } from "./beside.ts";
import { type Html, html } from "./markup.ts";
import { fit } from "./room.ts";
import { rowHtml, tableHtml } from "./table.ts";

/** Where the nameservers of others stand, zone by zone, what is wrong first. */
export function secondaryParts(secondaries: readonly SecondaryProof[], room: number): Html {
  const rows = secondaries.flatMap((proof) =>
    proof.zones
      .toSorted((a, b) => weightOf(b.standing) - weightOf(a.standing))
      .slice(0, MOST)
      .map((zone) => ({ proof, zone })),
  );
  const { shown, count } = fit(rows, room, rowOf);
  const left = secondaries.reduce((sum, { zones }) => sum + zones.length, 0) - count;
  return html`<p class="label">Nameservers of others</p>${tableHtml("Where each secondary stands with each zone", HEADERS, shown)}${moreLine(left, "zone")}
<p class="help">${NO_FAULT}</p>
`;
}

const MOST = 20; // zones of one secondary
const HEADERS = ["Nameserver", "Fed", "Zone", "Where it stands"];

function rowOf({ proof, zone }: { readonly proof: SecondaryProof; readonly zone: SecondaryZone }): Html {
  const { word, kind } = MARKS[markOf(zone.standing)];
  return rowHtml(HEADERS, [
    html`<code>${secondaryName(proof)}</code>`,
    html`<span class="whole">${fedText(proof)}</span>`,
    html`<code>${printName(zone.zone)}</code>`,
    html`<span class="tag ${kind}">${word}</span> ${standingText(zone, proof.fed)}`,
  ]);
}

const MARKS = {
  fine: { word: "right", kind: "fine" },
  late: { word: "not yet", kind: "warning" },
  wrong: { word: "wrong", kind: "error" },
} as const;
