import { canonicalRdata } from "../../dns/canonical.ts";
import { isAtOrBelow, printName, ROOT } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { MX, RRSIG } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { ZONE_HEAD } from "./zone-head.ts";
import type { RecordSet, ZoneIndex } from "./zone-index.ts";

const OUT_OF_ZONE: Rule = {
  id: "out-of-zone",
  severity: "error",
  source: "RFC 1034 §4.2.1",
  about: "A name that lies outside the zone",
  why: "A server answers for its zone only: the record is never given out, and NSD refuses the zone.",
  mend: "Move the record to the file of its own zone, or correct its name.",
  firm: true,
  accepted: ["www: {type: A, value: 192.0.2.1}\n"],
  refused: [
    {
      sample: "www.example.net.: {type: A, value: 192.0.2.1}\n",
      finds: ['1:1 Name "www.example.net." lies outside the zone example.com.'],
    },
  ],
};

const DUPLICATE_VALUE: Rule = {
  id: "duplicate-value",
  severity: "error",
  source: "RFC 2181 §5",
  about: "A value that stands twice in an RRset",
  why: "An RRset has each value once. The second one is dropped, so one of the two is probably a mistake.",
  mend: "Keep one of them, or correct the one that should be another.",
  firm: true,
  accepted: ["www: {type: A, values: [192.0.2.1, 192.0.2.2]}\n"],
  refused: [
    {
      sample: "www: {type: A, values: [192.0.2.1, 192.0.2.2, 192.0.2.1]}\n",
      finds: ["1:47 www.example.com. has A 192.0.2.1 twice, here and in line 1"],
    },
  ],
};

const RRSET_TTL_MISMATCH: Rule = {
  id: "rrset-ttl-mismatch",
  severity: "error",
  source: "RFC 2181 §5.2",
  about: "Records of one RRset with different TTLs",
  why: "An RRset is cached and dropped as a whole, so it has one TTL. Servers change the others, and do it differently.",
  mend: "Give all records of the name and type the same TTL.",
  firm: true,
  accepted: [{ "example.com.zone": `${ZONE_HEAD}www 60 A 192.0.2.1\nwww 60 A 192.0.2.2\n` }],
  refused: [
    {
      sample: { "example.com.zone": `${ZONE_HEAD}www 60 A 192.0.2.1\nwww 300 A 192.0.2.2\n` },
      finds: ["6:1 www.example.com. A has TTL 300 here and 60 in line 5"],
    },
  ],
};

const NULL_MX_WITH_OTHERS: Rule = {
  id: "null-mx-with-others",
  severity: "error",
  source: "RFC 7505 §3",
  about: "A null MX, which says that nobody takes mail, beside other MX",
  why: "Senders that know the null MX give the mail back at once; others deliver it. Which one it is, nobody knows.",
  mend: "Remove the null MX, or all others.",
  accepted: ["'': [{type: MX, value: {preference: 0, exchange: .}}]\n"],
  refused: [
    {
      sample: `news:
  type: MX
  values:
    - {preference: 0, exchange: .}
    - {preference: 10, exchange: mx.example.net.}
`,
      finds: ['4:33 news.example.com. has a null MX ".", which says that nobody takes mail, and 1 more'],
    },
  ],
};

/** What the records of one RRset have to do with each other. */
export const RRSETS: Family = {
  subject: "RRsets",
  rules: [OUT_OF_ZONE, DUPLICATE_VALUE, RRSET_TTL_MISMATCH, NULL_MX_WITH_OTHERS],
  check: checkRrsets,
};

function checkRrsets({ nodes, apex }: ZoneIndex, find: Find): void {
  for (const node of nodes.values()) {
    if (!isAtOrBelow(node.name, apex)) {
      const record = node.sets[0]!.records[0]!;
      const message = `${printName(record.owner)} lies outside the zone ${printName(apex)}`;
      find(OUT_OF_ZONE, record.nameAt ?? record.at, message, "Move it to the file of its own zone.", record);
    }
    for (const set of node.sets) {
      if (set.records.length === 1) continue;
      checkDuplicates(set, find);
      // Signatures of one owner cover different types and have their TTLs (RFC 4034 §3).
      if (set.type !== RRSIG) checkTtls(set, find);
      if (set.type === MX) checkNullMx(set, find);
    }
  }
}

function checkDuplicates({ type, records }: RecordSet, find: Find): void {
  const seen = new Map<string, LintRecord>();
  for (const record of records) {
    const rdata = canonicalRdata(type, record.rdata);
    const before = seen.get(rdata);
    if (before === undefined) {
      seen.set(rdata, record);
      continue;
    }
    const value = `${typeName(type)} ${codecOf(type).print(record.rdata)}`;
    const { file, line } = before.at;
    const where = file === record.at.file ? `in line ${line}` : `at ${file}:${line}`;
    const message = `${printName(record.owner)} has ${value} twice, here and ${where}`;
    find(DUPLICATE_VALUE, record.at, message, "Keep one of them.", record, { kind: "remove" });
  }
}

function checkTtls({ type, records }: RecordSet, find: Find): void {
  const first = records[0]!;
  for (const record of records) {
    if (record.ttl === first.ttl) continue;
    const set = `${printName(record.owner)} ${typeName(type)}`;
    const message = `${set} has TTL ${record.ttl} here and ${first.ttl} in line ${(first.ttlAt ?? first.at).line}`;
    find(RRSET_TTL_MISMATCH, record.ttlAt ?? record.at, message, "Give all of them the same TTL.", record);
    return;
  }
}

function checkNullMx({ records }: RecordSet, find: Find): void {
  const nobody = records.find(({ rdata }) => rdata.slice(2) === ROOT);
  if (nobody === undefined) return;
  find(
    NULL_MX_WITH_OTHERS,
    nobody.fieldsAt?.exchange ?? nobody.at,
    `${printName(nobody.owner)} has a null MX ".", which says that nobody takes mail, and ${records.length - 1} more`,
    "Remove the null MX, or all others.",
    nobody,
  );
}
