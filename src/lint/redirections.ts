import { childOf, isBelow, keyOf, MAX_NAME_LENGTH, type Name, printName } from "../../dns/name.ts";
import { DNAME } from "../../dns/type-numbers.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { cutAbove, recordsAt, redirectAbove, type ZoneIndex, type Zones, zoneOf } from "./zone-index.ts";

const DNAME_LOOP: Rule = {
  id: "dname-loop",
  severity: "warning",
  about: "DNAMEs that lead the names below them round in a circle, in any of these zones",
  why: "Resolvers follow them until they give up, and nobody gets an answer for any name below.",
  mend: "Let one of them stand for a name that has names below it.",
  accepted: ["a: {type: DNAME, value: b.example.com.}\nwww.b: {type: A, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "a: {type: DNAME, value: b.example.com.}\nb: {type: DNAME, value: a.example.com.}\n",
      finds: [
        "1:25 DNAME leads round in a circle all that is below: a.example.com. → b.example.com. → a.example.com.",
        "2:25 DNAME leads round in a circle all that is below: b.example.com. → a.example.com. → b.example.com.",
      ],
    },
  ],
};

const DNAME_TOO_LONG: Rule = {
  id: "dname-too-long",
  severity: "warning",
  source: "RFC 6672 §2.2",
  about: "DNAMEs that make every name below them longer than a name may be",
  why: "A name has 255 octets at most. Whoever asks for a name below gets an error (YXDOMAIN).",
  mend: "Let it lead to a shorter name, and never below its own owner.",
  accepted: ["a: {type: DNAME, value: b.example.com.}\nwww.b: {type: A, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "a: {type: DNAME, value: x.a.example.com.}\n",
      finds: [
        "1:25 DNAME makes all that is below longer than 255 octets: a.example.com. → x.a.example.com. → x.x.a.example.com. → …",
      ],
    },
  ],
};

const DNAME_TARGET_MISSING: Rule = {
  id: "dname-target-missing",
  severity: "warning",
  about: "A DNAME of a name in one of these zones that has no name below it",
  why: "Every name below the DNAME leads to one that does not exist. Often the target was renamed or removed.",
  mend: "Write the name whose names are meant, or remove the DNAME.",
  absence: true,
  accepted: [
    "old: {type: DNAME, value: new.example.com.}\nwww.new: {type: A, value: 192.0.2.80}\n",
    "old: {type: DNAME, value: new.example.com.}\n'*.new': {type: A, value: 192.0.2.80}\n",
  ],
  refused: [
    {
      sample: "old: {type: DNAME, value: new.example.com.}\nnew: {type: A, value: 192.0.2.80}\n",
      finds: ["1:27 DNAME leads below new.example.com., where example.com., which is ours, has no name"],
    },
  ],
};

/** Where DNAMEs lead what is below them. */
export const REDIRECTIONS: Family = {
  subject: "Where DNAMEs lead",
  rules: [DNAME_LOOP, DNAME_TOO_LONG, DNAME_TARGET_MISSING],
  check: checkRedirections,
};

function checkRedirections(index: ZoneIndex, find: Find): void {
  for (const { owner, records } of index.setsOf(DNAME)) {
    const record = records[0]!;
    const way = followRedirections(owner, index.zones);
    const names = way.names.slice(0, MOST_SHOWN).map(printName);
    if (way.names.length > MOST_SHOWN) names.push("…");
    const shown = names.join(" → ");
    switch (way.end) {
      case "circle":
        find(
          DNAME_LOOP,
          record.at,
          `DNAME leads round in a circle all that is below: ${shown}`,
          "Let one of them stand for a name that has names below it.",
          record,
        );
        break;
      case "too-long":
        find(
          DNAME_TOO_LONG,
          record.at,
          `DNAME makes all that is below longer than ${MAX_NAME_LENGTH} octets: ${shown}`,
          "Let it lead to a shorter name, and never below its own owner.",
          record,
        );
        break;
      case "elsewhere":
        checkTarget(record, index, find);
        break;
      default:
        way.end satisfies never;
    }
  }
}

/** Names that are shown of a way. */
const MOST_SHOWN = 3;

/** Where a DNAME leads what is below it, name by name, and how that ends. */
interface Way {
  readonly names: readonly Name[];
  readonly end: "circle" | "too-long" | "elsewhere";
}

/** Follows a name with one label more than the owner. It grows at every turn, or turns in a circle, or leaves. */
function followRedirections(owner: Name, zones: Zones): Way {
  const names: Name[] = [owner];
  const seen = new Set<Name>(names);
  for (let above = owner; ; ) {
    const child = childOf("x", above); // any label: DNAMEs count that are above it
    const zone = zoneOf(child, zones);
    if (zone === undefined || cutAbove(above, zone) !== undefined) return { names, end: "elsewhere" };
    const redirect = redirectAbove(child, zone);
    if (redirect === undefined) return { names, end: "elsewhere" };
    const record = recordsAt(zone.nodes.get(redirect), DNAME)[0]!; // its owner is among those of DNAME
    const target = keyOf(record.rdata as Name); // DNAME holds one name
    above = (above.slice(0, above.length - redirect.length) + target) as Name; // RFC 6672 §2.2
    const isCircle = seen.has(above);
    names.push(above);
    if (isCircle) return { names, end: "circle" };
    if (above.length + SHORTEST_LABEL > MAX_NAME_LENGTH) return { names, end: "too-long" };
    seen.add(above);
  }
}

const SHORTEST_LABEL = 2; // octets: its length and one character

/** Tells of a target in our zones with nothing below it. */
function checkTarget(record: LintRecord, { zones }: ZoneIndex, find: Find): void {
  const target = keyOf(record.rdata as Name); // DNAME holds one name
  const zone = zoneOf(target, zones);
  if (zone === undefined || !zone.zone.complete || zone.zone.broken.size > 0) return;
  if (cutAbove(target, zone) !== undefined || redirectAbove(childOf("x", target), zone) !== undefined) return;
  for (const origin of zones.keys()) if (isBelow(origin, target)) return;
  for (const name of zone.names()) if (isBelow(name, target)) return;
  const message = `DNAME leads below ${printName(target)}, where ${printName(zone.apex)}, which is ours, has no name`;
  find(
    DNAME_TARGET_MISSING,
    record.at,
    message,
    "Write the name whose names are meant, or remove the DNAME.",
    record,
  );
}
