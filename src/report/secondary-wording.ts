import { printName } from "../../dns/name.ts";
import type { SecondaryProof, SecondaryZone } from "../secondaries/follow.ts";
import type { Notified } from "../world.ts";
import { seconds } from "./deployment-wording.ts";
import { namesInShort } from "./notes.ts";
import { isFollowing } from "./secondaries-in-brief.ts";

/** `ns3.example.net. (198.51.100.53)` */
export function secondaryName({ nameserver: { name, address } }: SecondaryProof): string {
  return `${name} (${address})`;
}

/** How a secondary is fed, in a word or two. */
export function fedText({ fed }: SecondaryProof): string {
  switch (fed) {
    case "transfer":
      return "by transfer";
    case "files":
      return "by files";
    case undefined:
      return "not told";
    default:
      return fed satisfies never;
  }
}

/** How bad it is: a secondary that is behind may be right soon, and one that answers something else stays so. */
export function markOf({ kind }: SecondaryZone["standing"]): "fine" | "late" | "wrong" {
  switch (kind) {
    case "follows":
      return "fine";
    case "behind":
    case "absent":
    case "failing":
    case "silent":
      return "late";
    case "ahead":
    case "other-content":
      return "wrong";
    default:
      return kind satisfies never;
  }
}

/** What a secondary means for a release. */
export const NO_FAULT =
  "A secondary that is behind is no fault of the release, and nothing goes back for it.";

/** For an order with the worst first. */
export function weightOf(standing: SecondaryZone["standing"]): number {
  return { fine: 0, late: 1, wrong: 2 }[markOf(standing)];
}

/**
 * Where a secondary stands with one zone: `follows (2026113001, after 12 s)`, or what is wrong and for how long at most. A
 * clause without a final stop.
 */
export function standingText(zone: SecondaryZone, fed: SecondaryProof["fed"]): string {
  const { standing, expected, after } = zone;
  switch (standing.kind) {
    case "follows": {
      const when = after === undefined ? "" : `, after ${seconds(after)}`;
      return `follows (${standing.serial}${when}${SEEN[standing.seen]})`;
    }
    case "behind": {
      const again =
        fed === "files"
          ? "it gets the zone when its files are brought there"
          : standing.timers === undefined
            ? "it asks again by the refresh of its SOA"
            : `it asks again at the latest in ${standing.timers.refresh} s (refresh)`;
      return [`behind: still ${standing.serial}, not ${expected}`, again, ...notifiedClauses(zone)].join(
        "; ",
      );
    }
    case "ahead":
      return `ahead: it answers ${standing.serial}, and takes nothing before that is passed; expected ${expected}`;
    case "other-content":
      return `other content under serial ${standing.serial}: its ZONEMD is not that of what was deployed, or its records are not`;
    case "absent":
      return ["it answers, and has no such zone", ...notifiedClauses(zone)].join("; ");
    case "failing":
      return [
        `${standing.reason}: the zone expired there, or it never got it`,
        ...notifiedClauses(zone),
      ].join("; ");
    case "silent":
      return `silent: ${standing.reason}`;
    default:
      return standing satisfies never;
  }
}

const SEEN = { records: ", every record compared", digest: "", serial: ", which shows no digest" } as const;

/** What NOTIFY tells of the reason why a secondary does not follow. */
function notifiedClauses({ notified }: SecondaryZone): string[] {
  return notified === undefined ? [] : [notifiedText(notified)];
}

function notifiedText(notified: Notified): string {
  switch (notified.kind) {
    case "taken":
      return "it took our NOTIFY, so its transfer fails or is under way: its log and our key tell";
    case "refused":
      return `it answers our NOTIFY with ${notified.rcode}, so it has no such zone or not our key`;
    case "no-answer":
      return "it gives no answer to NOTIFY";
    case "not-sent":
      return `whether a NOTIFY reached it is not known: ${notified.reason}`;
    default:
      return notified satisfies never;
  }
}

/** One sentence, without its final stop, for each secondary that does not follow; the details stand in its table. */
export function secondaryWarnings(secondaries: readonly SecondaryProof[]): string[] {
  return secondaries
    .filter((proof) => !isFollowing(proof))
    .map((proof) => {
      const byKind = Map.groupBy(proof.zones, ({ standing }) => standing.kind);
      byKind.delete("follows");
      const parts = [...byKind].map(
        ([kind, zones]) => `${namesInShort(zones.map(({ zone }) => zone))} (${kind.replaceAll("-", " ")})`,
      );
      return `Secondary ${secondaryName(proof)} does not follow: ${parts.join(", ")}`;
    });
}

/** A sentence for each zone that a secondary is behind with. */
export function behindNotes(secondaries: readonly SecondaryProof[]): string[] {
  return secondaries.flatMap((proof) =>
    proof.zones
      .filter(({ standing }) => standing.kind === "behind")
      .map(
        (zone) =>
          `Secondary ${secondaryName(proof)}, ${printName(zone.zone)}: ${standingText(zone, proof.fed)}.`,
      ),
  );
}
