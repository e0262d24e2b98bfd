import type { Problem } from "../../../dns/problem.ts";
import { ALIAS } from "../../../dns/records/alias.ts";
import { codecOf, RECORD_TYPES, recordTypeNamed } from "../../../dns/records/index.ts";
import type { AnyRecordType } from "../../../dns/records/record-type.ts";
import { typeCode, typeName } from "../../../dns/types.ts";
import { suggest, writing } from "../../source/suggest.ts";
import { describe, type Mapping, type YamlNode } from "../yaml/node.ts";
import { problemAt, type Saying } from "../yaml/problem-at.ts";

/** The record type that stands under `type`, or what is wrong with it. */
export function readType(record: Mapping, type: YamlNode | undefined): AnyRecordType | Problem | undefined {
  if (type === undefined) return problemAt(record, missingType(record));
  if (type.kind === "broken") return undefined;
  if (type.kind !== "scalar") {
    return problemAt(type, {
      rule: "unknown-type",
      message: `Type is ${describe(type)}; expected a record type such as A`,
      help: "Write one type; each type is a record of its own.",
    });
  }
  const { text } = type;
  const known = recordTypeNamed(text === "ANAME" ? ALIAS.type : text);
  const refusal = refusalOf(text);
  if (refusal !== undefined) return problemAt(type, refusal);
  if (known !== undefined) return known;
  const code = text === text.toUpperCase() ? typeCode(text) : undefined;
  if (code === undefined) return problemAt(type, unknownType(text));
  const refused = refusalOf(typeName(code));
  if (refused !== undefined) return problemAt(type, refused);
  return isMeta(code) ? problemAt(type, metaType(text)) : codecOf(code);
}

/** Types that octoDNS or the DNS have, and that cannot stand in a zone's YAML here. */
function refusalOf(text: string): Saying | undefined {
  if (text.includes("/")) {
    return {
      rule: "octodns-provider-type",
      message: `Type ${JSON.stringify(text)} belongs to one provider of octoDNS; expected a DNS record type`,
      help: "Write the plain records that say the same, for example A and AAAA with the addresses.",
    };
  }
  return Object.hasOwn(REFUSED, text) ? REFUSED[text] : undefined;
}

const REFUSED: { readonly [type: string]: Saying } = {
  URLFWD: {
    rule: "octodns-urlfwd",
    message: "Type URLFWD is not DNS: a provider's web server forwards; there is no such server here",
    help: "Write A and AAAA records of a web server that forwards.",
  },
  SOA: {
    rule: "soa-in-zone",
    message: "Type SOA stands in the zone; expected its values in _config.yaml",
    help: "Remove it and write mname, rname and the timers under `soa:` in _config.yaml. The serial is made.",
  },
  ZONEMD: {
    rule: "zonemd-in-zone",
    message:
      "Type ZONEMD stands in the zone; it is the digest of the whole zone and made when it is rendered",
    help: "Remove it.",
    source: "RFC 8976 §3.1",
  },
};

/** Types of questions and of single messages, which never stand in a zone (RFC 6895 §3.1), and type 0. */
function isMeta(code: number): boolean {
  return (code >= 128 && code <= 255) || code === OPT || code === 0;
}

const OPT = 41;

function metaType(text: string): Saying {
  return {
    rule: "unknown-type",
    message: `Type ${text} stands in questions and messages only, never in a zone`,
    help: "Remove the record.",
    source: "RFC 6895 §3.1",
  };
}

function missingType(record: Mapping): Saying {
  const meant = record.entries.find(({ key }) => suggest(key.text, ["type"]) !== undefined);
  return {
    rule: "missing-type",
    message: "The record has no type",
    help:
      meant === undefined
        ? "Add for example `type: A`."
        : `Did you mean \`type:\` by \`${meant.key.text}:\`?`,
  };
}

function unknownType(text: string): Saying {
  const mnemonics = RECORD_TYPES.map(({ type }) => type).filter((type) => !Object.hasOwn(REFUSED, type));
  const meant = recordTypeNamed(text.toUpperCase())?.type ?? suggest(text, mnemonics);
  return {
    rule: "unknown-type",
    message: `Type ${JSON.stringify(text)} is not known`,
    help:
      meant === undefined
        ? "Write a type of the IANA registry, such as A or TXT, or TYPE and its number."
        : `Did you mean ${meant}?`,
    ...(meant !== undefined && { fix: writing(meant) }),
  };
}
