import { canonicalMailbox, compressibleMailbox } from "../../dns/fields/name.ts";
import type { WhatFor } from "../../dns/meant-name.ts";
import { labelsOf, type Name, printName, ROOT } from "../../dns/name.ts";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import { whyNoName } from "../../dns/written-name.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { ZONE_HEAD } from "./zone-head.ts";
import type { ZoneIndex } from "./zone-index.ts";

const NOT_A_NAME: Rule = {
  id: "not-a-name",
  severity: "error",
  firm: true,
  source: "RFC 1123 §2.1, RFC 2181 §11",
  about:
    "What stands for a name and is none, such as a URL, a port, a comma or white space: a warning in a zone file, which others serve as it is",
  why: "DNS carries any octet in a name, so the record is published as it is written, and leads to a name that nobody has.",
  mend: "Write the host alone. An octet that a name really has is written escaped, as in \\032 for a space and \\: for a colon.",
  accepted: [
    `docs: {type: CNAME, value: site.example.net.}
'a\\032b': {type: CNAME, value: 'x\\:8080.example.net.'}
Lobby, 2nd floor._ipp._tcp: {type: TXT, value: txtvers=1}
_ipp._tcp: {type: PTR, value: 'Lobby, 2nd floor._ipp._tcp.example.com.'}
`,
    {
      "_config.yaml":
        "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nsoa: {rname: john.doe@example.com}\n",
      "2.0.192.in-addr.arpa.yaml":
        "1: {type: CNAME, value: 1.0/25.2.0.192.in-addr.arpa.}\n0/25: {type: NS, values: [ns1.example.net., ns2.example.net.]}\n",
    },
  ],
  refused: [
    {
      sample: "docs: {type: CNAME, value: https://site.example.net/}\n",
      finds: ['1:28 CNAME is "https://site.example.net/", a URL; expected a name'],
    },
    {
      sample: "lists: {type: MX, value: {preference: 10, exchange: 'mail.example.net:25'}}\n",
      finds: ['1:53 MX exchange is "mail.example.net:25", a name with a port; expected a name'],
    },
    {
      sample: "docs,www: {type: A, value: 192.0.2.80}\n",
      finds: ['1:1 Name is "docs,www", with "," in it; expected a name relative to the zone'],
    },
    {
      sample: { "example.com.zone": `${ZONE_HEAD}docs CNAME https://site.example.net.\n` },
      finds: ['5:1 CNAME is "https://site.example.net.", a URL; expected a name'],
    },
  ],
};

/** What is told of names in zone files. In YAML the same is refused where it is read, by how it is written. */
export const WRITTEN_NAMES: Family = {
  subject: "What is no name",
  rules: [NOT_A_NAME],
  check: checkWrittenNames,
};

/** Types with names in their data. The mailbox of the SOA has a rule of its own. */
const NAMING = (RECORD_TYPES as readonly AnyRecordType[])
  .map((type) => ({ type, fields: type.names.filter((field) => type.fields[field]!.extent === "name") }))
  .filter(({ type, fields }) => fields.length > 0 && type.type !== "SOA");

const MAILBOXES: ReadonlySet<unknown> = new Set([canonicalMailbox, compressibleMailbox]);

function checkWrittenNames({ zone, nodes, setsOf }: ZoneIndex, find: Find): void {
  if (zone.fromZoneFile !== true) return;
  for (const { sets } of nodes.values()) {
    const [record] = sets[0]!.records;
    tell(record!.owner, "Name", "zone file", record!, find);
  }
  for (const { type, fields } of NAMING) {
    for (const { records } of setsOf(type.code)) {
      for (const record of records) {
        const values = type.read(record.rdata);
        for (const field of fields) {
          const words = type.names.length === 1 ? type.type : `${type.type} ${field}`;
          const whatFor = MAILBOXES.has(type.fields[field]!) ? "mailbox" : "zone file";
          tell(values[field] as Name, words, whatFor, record, find); // a field of this extent is a name
        }
      }
    }
  }
}

function tell(name: Name, words: string, whatFor: WhatFor, record: LintRecord, find: Find): void {
  if (isPlain(name)) return;
  // What a zone file has to escape was meant there; @ it has not.
  const fault = whyNoName(printName(name).replaceAll("\\@", "@"), ROOT, whatFor);
  if (fault === undefined) return;
  const level = { ...NOT_A_NAME, severity: "warning" } as const;
  find(level, record.at, `${words} ${fault.message}`, fault.help, record);
}

function isPlain(name: Name): boolean {
  return labelsOf(name).every((label) => /^[\w*+-]*$/.test(label));
}
