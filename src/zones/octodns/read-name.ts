import { keyOf, type Name } from "../../../dns/name.ts";
import type { Entry } from "../yaml/node.ts";
import { describe, isNull, positionOf } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { readOwner } from "./owner.ts";
import { readRecord } from "./read-record.ts";
import type { ZoneReading } from "./zone-reading.ts";

/** Reads one name of the zone: a record, or a list of them. */
export function readName({ key, value }: Entry, zone: ZoneReading): void {
  if (key.plain && key.text.startsWith("$")) {
    const said = HEADERS[key.text];
    if (said !== undefined) {
      zone.report(problemAt(key, { rule: "template-key", ...said }));
      return;
    }
  }
  const owner = readOwner(key, zone);
  const errors = zone.errors();
  readRecords({ key, value }, owner, zone);
  if (owner !== undefined && zone.errors() > errors) zone.broken.add(keyOf(owner));
}

/** Keys of templates and snippets, where they mean nothing. */
const HEADERS: { readonly [key: string]: { readonly message: string; readonly help: string } | undefined } = {
  $zones: {
    message: "$zones makes a template of a file whose name begins with _; this is the file of a zone",
    help: "Let the name of the file begin with _, or remove $zones.",
  },
  $arguments: {
    message: "$arguments says what an included file wants to be told; this is no included file",
    help: "Remove $arguments.",
  },
};

function readRecords({ key, value }: Entry, owner: Name | undefined, zone: ZoneReading): void {
  if (value.kind === "sequence" && value.items.length > 0) {
    const nameAt = positionOf(key);
    for (const item of value.items) readRecord(item, key, nameAt, owner, zone);
  } else if (value.kind === "mapping") {
    readRecord(value, key, positionOf(key), owner, zone);
  } else if (value.kind !== "broken") {
    zone.report(
      problemAt(value, {
        rule: value.kind === "sequence" || isNull(value) ? "missing-value" : "wrong-kind",
        message: `Name ${JSON.stringify(key.text)} is ${
          value.kind === "sequence" ? "an empty list" : describe(value)
        }; expected a record or a list of records`,
        help: "Write below it for example `type: A` and `value: 192.0.2.1`, or remove the name.",
      }),
    );
  }
}
