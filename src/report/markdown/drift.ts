import { printName } from "../../../dns/name.ts";
import type { Drift } from "../../plan/zone-changes.ts";
import { changeRows, count, removedSentence } from "../wording.ts";
import { codeSpan } from "./escape.ts";
import type { Block } from "./fit.ts";
import { fileAt, type Links, placesOf } from "./links.ts";
import { table } from "./table.ts";

/** Changes that nobody planned, by value, and how to accept them. */
export function driftSection(
  { zones, removed, digest }: Drift,
  base: string | undefined,
  links: Links | undefined,
): Block {
  const rows = zones.flatMap(({ origin, changes }) =>
    changes.flatMap((change) =>
      changeRows(change, origin).map((row) => [
        row.sign === "-" ? "−" : row.sign,
        codeSpan(printName(origin)),
        codeSpan(row.name),
        row.type,
        codeSpan(row.value),
        row.ttl,
        placesOf(row, "", base, links),
      ]),
    ),
  );
  for (const zone of removed) {
    const where = zone.file === undefined ? "" : `was ${fileAt(zone.file, base, links)}`;
    rows.push(["−", codeSpan(printName(zone.origin)), "", "", removedSentence(zone), "", where]);
  }
  const title = "### In no pull request";
  const what =
    "A deployment would change this, and no pull request or push since the last one says so: what is published was " +
    "changed by other means, or the merge brought more than the pull requests planned.";
  const how = `To accept these changes, and no others, run the workflow by hand with \`accept-drift\` set to \`${digest}\`.`;
  const body = table(["", "zone", "name", "type", "value", "TTL", "where"], rows);
  return {
    full: [title, what, body, how].join("\n\n"),
    brief: [title, what, `${count(rows.length, "value")}, too long for this place.`, how].join("\n\n"),
  };
}
