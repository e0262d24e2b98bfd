import { Fault } from "../../../dns/fault.ts";
import {
  isAtOrBelow,
  isName,
  keyOf,
  type Name,
  parseName,
  printName,
  printRelative,
} from "../../../dns/name.ts";
import { whyNoName } from "../../../dns/written-name.ts";
import { toAscii } from "../../source/idn.ts";
import { writing } from "../../source/suggest.ts";
import { misreadText } from "../yaml/implicit-type.ts";
import type { Scalar } from "../yaml/node.ts";
import { problemAt, type Saying } from "../yaml/problem-at.ts";
import type { ZoneReading } from "./zone-reading.ts";

/**
 * The owner that a key of the zone's mapping stands for: '' is the apex, everything else is relative to the zone.
 * In lower case, as octoDNS has it, so that another spelling is no change. Undefined when it is refused.
 */
export function readOwner(key: Scalar, { origin, report }: ZoneReading): Name | undefined {
  const owner = ownerOf(key, origin);
  if (typeof owner !== "string") {
    report(problemAt(key, owner));
    return undefined;
  }
  const misread = misreadText(key);
  if (misread !== undefined) {
    report(
      problemAt(key, {
        rule: "yaml-implicit-type",
        severity: "warning",
        message: `Name ${key.text} stands without quotes; other YAML readers take it for ${misread}`,
        help: `Write '${key.text}'.`,
        fix: writing(key.text),
      }),
    );
  }
  return owner;
}

function ownerOf({ text, plain }: Scalar, origin: Name): Name | Saying {
  if (text === "") return plain ? noName() : keyOf(origin);
  if (text === "@") return atSign();
  const fault = whyNoName(text, origin, "owner");
  if (fault !== undefined) return { ...fault, message: `Name ${fault.message}` };
  let ascii: string;
  try {
    ascii = toAscii(text, origin);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return {
      rule: "idna-invalid",
      message: `Name ${JSON.stringify(text)} ${error.message}`,
      help: error.help,
    };
  }
  const absolute = /(?:^|[^\\])(?:\\\\)*\.$/.test(ascii);
  const name = parseName(ascii, origin);
  if (!isName(name)) return name;
  return absolute ? absoluteName(text, name, origin) : keyOf(name);
}

function noName(): Saying {
  return { rule: "yaml-key", message: "A name is empty", help: "Write '' for the zone's own name." };
}

function atSign(): Saying {
  return {
    rule: "name-at-sign",
    message: 'Name is "@"; expected a name relative to the zone',
    help: "Write '' for the zone's own name.",
    fix: writing(""),
  };
}

function absoluteName(text: string, name: Name, origin: Name): Saying {
  const zone = printName(origin);
  if (!isAtOrBelow(name, origin)) {
    return {
      rule: "out-of-zone",
      message: `Name ${JSON.stringify(text)} lies outside the zone ${zone}`,
      help: "Move it to the file of its own zone.",
    };
  }
  const relative = printRelative(name, origin);
  return {
    rule: "name-trailing-dot",
    message: `Name ${JSON.stringify(text)} ends with a dot; expected a name relative to ${zone}`,
    help: `Write ${relative === "@" ? "''" : relative}.`,
    fix: writing(relative === "@" ? "" : relative),
  };
}
