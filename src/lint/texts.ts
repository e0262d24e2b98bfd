import { printName } from "../../dns/name.ts";
import { SPF, TXT } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { textOf } from "./text-of.ts";
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

/** Slips in texts. */
export const TEXTS: Family = {
  subject: "Texts",
  rules: [TXT_OUTER_SPACE, TXT_LITERAL_QUOTES],
  check: checkTexts,
};

function checkTexts({ setsOf }: ZoneIndex, find: Find): void {
  for (const type of [TXT, SPF]) {
    for (const { records } of setsOf(type)) for (const record of records) checkText(record, find);
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
