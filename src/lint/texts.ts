import { printName } from "../../dns/name.ts";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import { textOf } from "../../dns/text-of.ts";
import { SPF, TXT } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { ZONE_HEAD } from "./zone-head.ts";
import type { ZoneIndex } from "./zone-index.ts";

const TXT_OUTER_SPACE: Rule = {
  id: "txt-outer-space",
  severity: "warning",
  about: "A text that begins or ends with a space",
  why: "Programs that look for what a text begins with do not find it, and nobody sees why.",
  mend: "Remove the space.",
  accepted: ["'': {type: TXT, value: site-verification=1}\n"],
  refused: [
    {
      sample: "'': {type: TXT, value: ' site-verification=1'}\n",
      finds: ["1:24 TXT of example.com. begins or ends with a space"],
    },
  ],
};

const TXT_LITERAL_QUOTES: Rule = {
  id: "txt-literal-quotes",
  severity: "warning",
  about: "A text in quotes that are part of it",
  why: "Quotes belong to the notation of zone files. Written as part of the text they are published, and programs do not find what they look for.",
  mend: "Write the text alone; it is quoted where that is needed.",
  accepted: ["'': {type: TXT, value: site-verification=1}\n"],
  refused: [
    {
      sample: { "example.com.zone": `${ZONE_HEAD}@ TXT "\\"site-verification=1\\""\n` },
      finds: ["5:1 TXT of example.com. has quotes around it that are part of the text"],
    },
  ],
};

const TXT_LINE_BREAK: Rule = {
  id: "txt-line-break",
  severity: "warning",
  source: "YAML 1.2 §8.1",
  about: "A text with a line break in it",
  why: "A YAML block with | or > ends with a line break, which is published as the octet \\010. Programs that compare the text do not find what they look for.",
  mend: "Write the text on one line, or the block with >- which puts its lines together and ends without a line break.",
  accepted: ["'':\n  type: TXT\n  value: >-\n    v=spf1 mx\n    -all\n"],
  refused: [
    {
      sample: "'':\n  type: TXT\n  value: |\n    site-verification=1\n",
      finds: ["3:10 TXT of example.com. has a line break in it, which is published as \\010"],
    },
    {
      sample: 'pc: {type: HINFO, value: {cpu: "PDP-11\\n", os: UNIX}}\n',
      finds: ["1:32 HINFO cpu of pc.example.com. has a line break in it, which is published as \\010"],
    },
  ],
};

/** Slips in texts. */
export const TEXTS: Family = {
  subject: "Texts",
  rules: [TXT_OUTER_SPACE, TXT_LITERAL_QUOTES, TXT_LINE_BREAK],
  check: checkTexts,
};

function checkTexts({ setsOf }: ZoneIndex, find: Find): void {
  for (const type of [TXT, SPF]) {
    for (const { records } of setsOf(type)) for (const record of records) checkText(record, find);
  }
  for (const { type, fields } of WITH_TEXTS) {
    for (const { records } of setsOf(type.code)) {
      for (const record of records) if (LINE_BREAK.test(record.rdata)) checkLines(record, type, fields, find);
    }
  }
}

/** Types with fields that are written as a text, be it one of letters or of Base64. */
const WITH_TEXTS = (RECORD_TYPES as readonly AnyRecordType[])
  .map((type) => ({ type, fields: type.names.filter((name) => isText(type.fields[name]!)) }))
  .filter(({ fields }) => fields.length > 0);

function isText({ schema, extent }: AnyRecordType["fields"][string]): boolean {
  return schema.type === "string" && (extent === "string" || extent === "rest");
}

const LINE_BREAK = /[\n\r]/; // in rdata it may be a length as well

function checkLines(record: LintRecord, type: AnyRecordType, fields: readonly string[], find: Find): void {
  const values = type.read(record.rdata);
  for (const field of fields) {
    const printed = type.fields[field]!.print(values[field]);
    const octet = printed.startsWith('"') ? /\\(?:010|013)/.exec(printed)?.[0] : undefined;
    if (octet === undefined) continue;
    const what = `${type.type}${type.names.length === 1 ? "" : ` ${field}`} of ${printName(record.owner)}`;
    const message = `${what} has a line break in it, which is published as ${octet}`;
    const help = "Write it on one line; in YAML >- in the place of | or > makes one of it.";
    find(TXT_LINE_BREAK, record.fieldsAt?.[field] ?? record.at, message, help, record);
  }
}

function checkText(record: LintRecord, find: Find): void {
  const { rdata, type } = record;
  // The text begins behind the first length octet; few texts need a closer look.
  const first = rdata.charCodeAt(1);
  const last = rdata.charCodeAt(rdata.length - 1);
  if (first !== QUOTE && first !== SPACE && last !== SPACE) return;
  const text = textOf(rdata);
  const what = `${typeName(type)} of ${printName(record.owner)}`;
  if (text.startsWith(" ") || text.endsWith(" ")) {
    find(TXT_OUTER_SPACE, record.at, `${what} begins or ends with a space`, "Remove the space.", record);
  }
  if (text.length > 1 && text.startsWith('"') && text.endsWith('"')) {
    const message = `${what} has quotes around it that are part of the text`;
    find(TXT_LITERAL_QUOTES, record.at, message, "Write the text alone.", record);
  }
}

const SPACE = 0x20;
const QUOTE = 0x22;
