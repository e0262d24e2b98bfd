import { printName } from "../../../dns/name.ts";
import type { Drift } from "../../deploy/coverage.ts";
import { changeRows, count } from "../wording.ts";
import { codeSpan } from "./escape.ts";
import type { Block } from "./fit.ts";
import { table } from "./table.ts";

/** Changes that nobody planned, by value, and how to accept them. */
export function driftSection({ zones, removed, digest }: Drift): Block {
  const rows = zones.flatMap(({ origin, changes }) =>
    changes.flatMap((change) =>
      changeRows(change, origin).map(({ sign, name, type, ttl, value }) => [
        sign === "-" ? "−" : sign,
        codeSpan(printName(origin)),
        codeSpan(name),
        type,
        ttl,
        codeSpan(value),
      ]),
    ),
  );
  for (const { origin, records } of removed) {
    rows.push(["−", codeSpan(printName(origin)), "", "", "", `the zone, with ${count(records, "record")}`]);
  }
  const title = "### In no pull request";
  const what =
    "A deployment would change this, and no pull request or push since the last one says so: what is published was " +
    "changed by other means, or the merge brought more than the pull requests planned.";
  const how = `To accept these changes, and no others, run the workflow by hand with \`accept-drift\` set to \`${digest}\`.`;
  const body = table(["", "zone", "name", "type", "TTL", "value"], rows);
  return {
    full: [title, what, body, how].join("\n\n"),
    brief: [title, what, `${count(rows.length, "value")}, too long for this place.`, how].join("\n\n"),
  };
}
