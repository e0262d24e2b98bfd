import { shown } from "../../dns/fields/yaml-text.ts";
import { printName } from "../../dns/name.ts";
import { textOf } from "../../dns/text-of.ts";
import { TXT } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { isFault, parseTagList, type TagList, type TextFault } from "./tag-list.ts";
import type { RecordSet, ZoneIndex } from "./zone-index.ts";

const DMARC_SYNTAX: Rule = {
  id: "dmarc-syntax",
  severity: "error",
  source: "RFC 9989 §4.7",
  about: "A DMARC policy that cannot be read, or says something that does not exist",
  why: "Receivers pass over it, or over the part that they cannot read, and do what they like with mail in your name.",
  mend: "Write v=DMARC1; p=none, quarantine or reject; and addresses as rua=mailto:dmarc@example.com.",
  accepted: [
    "_dmarc: {type: TXT, value: 'v=DMARC1; p=quarantine; sp=reject; adkim=s; rua=mailto:a@example.com,mailto:b@example.com'}\n",
    "example.net._report._dmarc: {type: TXT, value: v=DMARC1}\n",
  ],
  refused: [
    {
      sample: "_dmarc: {type: TXT, value: v=DMARC1; p=rejected}\n",
      finds: ['1:28 DMARC p is "rejected"; expected none, quarantine or reject'],
    },
    {
      sample: "_dmarc: {type: TXT, value: v=DMARC1; p=none; rua=dmarc@example.com}\n",
      finds: [
        '1:28 DMARC rua is "dmarc@example.com"; expected addresses as URIs, such as mailto:dmarc@example.com',
      ],
    },
    {
      sample: "_dmarc: {type: TXT, value: p=reject; v=DMARC1}\n",
      finds: ["1:28 DMARC policy does not begin with v=DMARC1"],
    },
    {
      sample: "_dmarc: {type: TXT, value: v=DMARC1; sp=reject}\n",
      finds: ["1:28 DMARC policy has no p; expected p=none, quarantine or reject"],
    },
  ],
};

const DMARC_MULTIPLE: Rule = {
  id: "dmarc-multiple",
  severity: "error",
  source: "RFC 9989 §4.10",
  about: "More than one DMARC policy at a name",
  why: "Receivers discard all of them.",
  mend: "Keep one of them.",
  accepted: ["_dmarc: {type: TXT, value: v=DMARC1; p=reject}\n"],
  refused: [
    {
      sample: "_dmarc: {type: TXT, values: [v=DMARC1; p=none, v=DMARC1; p=reject]}\n",
      finds: ["1:48 _dmarc.example.com. has 2 DMARC policies; expected one"],
    },
  ],
};

/** What receivers do with mail that fails. */
export const DMARC: Family = {
  subject: "Mail that fails (DMARC)",
  rules: [DMARC_SYNTAX, DMARC_MULTIPLE],
  check: checkDmarc,
};

function checkDmarc({ setsOf }: ZoneIndex, find: Find): void {
  for (const set of setsOf(TXT)) {
    if (set.owner.startsWith("\x06_dmarc")) checkPolicies(set, true, find);
    // Says that reports about another domain may come here; it has no p (RFC 7489 §7.1).
    else if (set.owner.includes("\x07_report\x06_dmarc")) checkPolicies(set, false, find);
  }
}

function checkPolicies({ records }: RecordSet, isPolicy: boolean, find: Find): void {
  for (const record of records) {
    const fault = faultOf(textOf(record.rdata), isPolicy);
    if (fault === undefined) continue;
    const rule = fault.mild === true ? ({ ...DMARC_SYNTAX, severity: "warning" } as const) : DMARC_SYNTAX;
    find(rule, record.at, `DMARC ${fault.message}`, fault.help, record);
  }
  if (records.length > 1) {
    const second = records[1]!;
    const message = `${printName(second.owner)} has ${records.length} DMARC policies; expected one`;
    find(DMARC_MULTIPLE, second.at, message, "Keep one of them.", second);
  }
}

/** `mild` for what the newer RFC 9989 allows and receivers of RFC 7489 do not. */
type Fault = TextFault & { readonly mild?: true };

function faultOf(text: Octets, isPolicy: boolean): Fault | undefined {
  if (!/^v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/.test(text)) {
    return {
      message: "policy does not begin with v=DMARC1",
      help: "Write v=DMARC1; first, in these letters, and the other tags behind it.",
    };
  }
  const tags = parseTagList(text);
  if (isFault(tags)) return { ...tags, message: `policy ${tags.message}` };
  const fault = faultOfTags(tags);
  if (fault !== undefined) return fault;
  if (!isPolicy || tags.has("p")) return undefined;
  return {
    message: "policy has no p; expected p=none, quarantine or reject",
    help: "Write p=none to begin with.",
    mild: true,
  };
}

function faultOfTags(tags: TagList): Fault | undefined {
  for (const [tag, value] of tags) {
    const allowed = TAGS.get(tag); // tags that nobody knows are passed over (RFC 9989 §4.7)
    if (allowed === undefined || allowed.test.test(value)) continue;
    return {
      message: `${tag} is ${shown(value)}; expected ${allowed.expected}`,
      help: `Write ${tag}= and one of these.`,
    };
  }
  return undefined;
}

const POLICY = { test: /^(?:none|quarantine|reject)$/i, expected: "none, quarantine or reject" };
const ALIGNMENT = { test: /^[rs]$/i, expected: "r or s" };
/** With the size behind a ! that RFC 7489 §6.2 had. */
const URI = /^[a-z][a-z0-9+.-]*:[^\s,!]+(?:![0-9]+[kmgt]?)?$/i;
const ADDRESSES = {
  test: { test: (value: string) => value.split(",").every((address) => URI.test(address.trim())) },
  expected: "addresses as URIs, such as mailto:dmarc@example.com",
};

/** What the tags of RFC 9989 §4.7 and of RFC 7489 §6.3 (pct, rf, ri) may be. */
const TAGS: ReadonlyMap<string, { readonly test: Pick<RegExp, "test">; readonly expected: string }> = new Map(
  [
    ["p", POLICY],
    ["sp", POLICY],
    ["np", POLICY],
    ["adkim", ALIGNMENT],
    ["aspf", ALIGNMENT],
    ["fo", { test: /^[01ds](?:\s*:\s*[01ds])*$/i, expected: "0, 1, d or s, with colons between" }],
    ["psd", { test: /^[ynu]$/i, expected: "y, n or u" }],
    ["t", { test: /^[yn]$/i, expected: "y or n" }],
    ["pct", { test: /^(?:[0-9]{1,2}|100)$/, expected: "0 to 100" }],
    ["ri", { test: /^[0-9]{1,10}$/, expected: "a number of seconds" }],
    ["rua", ADDRESSES],
    ["ruf", ADDRESSES],
  ],
);
