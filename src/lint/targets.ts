import { keyOf, labelsOf, type Name, printName, ROOT } from "../../dns/name.ts";
import { codecOf, RECORD_TYPES } from "../../dns/records/index.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import { CNAME, MX, NS, SRV } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import { writing } from "../source/suggest.ts";
import { answerOf } from "./answer.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

const NS_TARGET_CNAME: Rule = {
  id: "ns-target-cname",
  severity: "error",
  source: "RFC 2181 §10.3",
  about: "An NS whose target is an alias, in any of these zones",
  why: "A nameserver's name must have addresses of its own. Many resolvers do not follow an alias there, so the zone fails for some of the people.",
  mend: "Write the name that the alias stands for.",
  accepted: ["lab: {type: NS, values: [ns1.example.net., ns2.example.net.]}\n"],
  refused: [
    {
      sample: `lab: {type: NS, values: [ns1.example.net., ns.example.com.]}
ns: {type: CNAME, value: ns2.example.net.}
`,
      finds: ["1:44 NS target ns.example.com. is an alias; expected a name with addresses"],
    },
  ],
};

const MX_TARGET_CNAME: Rule = {
  id: "mx-target-cname",
  severity: "error",
  source: "RFC 2181 §10.3",
  about: "An MX whose target is an alias, in any of these zones",
  why: "Senders look for addresses at the name itself. Some mail servers refuse an alias there, and the mail comes back or loops.",
  mend: "Write the name that the alias stands for.",
  accepted: [
    "lists: {type: MX, value: {preference: 10, exchange: mx.example.com.}}\nmx: {type: A, value: 192.0.2.25}\n",
  ],
  refused: [
    {
      sample: `lists: {type: MX, value: {preference: 10, exchange: mx.example.com.}}
mx: {type: CNAME, value: mail.example.net.}
`,
      finds: ["1:53 MX target mx.example.com. is an alias; expected a name with addresses"],
    },
    {
      sample: {
        "example.com.yaml": "lists: {type: MX, value: {preference: 10, exchange: mx.example.org.}}\n",
        "example.org.yaml": "mx: {type: CNAME, value: mail.example.net.}\n",
      },
      finds: ["example.com.yaml:1:53 MX target mx.example.org. is an alias; expected a name with addresses"],
    },
  ],
};

const SRV_TARGET_CNAME: Rule = {
  id: "srv-target-cname",
  severity: "error",
  source: "RFC 2782",
  about: "An SRV whose target is an alias, in any of these zones",
  why: "The target must have addresses of its own; programs that take RFC 2782 at its word give up at an alias.",
  mend: "Write the name that the alias stands for.",
  accepted: [
    "_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: sip.example.net.}}\n",
  ],
  refused: [
    {
      sample: `_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: sip.example.com.}}
sip: {type: CNAME, value: sip.example.net.}
`,
      finds: ["1:76 SRV target sip.example.com. is an alias; expected a name with addresses"],
    },
  ],
};

const NS_TARGET_IS_IP: Rule = {
  id: "ns-target-is-ip",
  severity: "error",
  source: "RFC 1035 §3.3.11",
  about: "An NS whose target is an address",
  why: "The data of an NS are a name. Resolvers look up the addresses of a host called 192.0.2.53, which does not exist.",
  mend: "Give the host a name with an A or AAAA record, and write that name.",
  accepted: ["lab: {type: NS, values: [ns1.example.net., ns2.example.net.]}\n"],
  refused: [
    {
      sample: "lab: {type: NS, values: [ns1.example.net., 192.0.2.53]}\n",
      finds: ["1:44 NS target is the address 192.0.2.53; expected the name of a host"],
    },
  ],
};

const MX_TARGET_IS_IP: Rule = {
  id: "mx-target-is-ip",
  severity: "error",
  source: "RFC 1035 §3.3.9",
  about: "An MX whose target is an address",
  why: "The data of an MX are a name. Senders look up a host called 192.0.2.25, which does not exist, and the mail comes back.",
  mend: "Give the host a name with an A or AAAA record, and write that name.",
  accepted: ["lists: {type: MX, value: {preference: 10, exchange: mx.example.net.}}\n"],
  refused: [
    {
      sample: "lists: {type: MX, value: {preference: 10, exchange: 192.0.2.25}}\n",
      finds: ["1:53 MX target is the address 192.0.2.25; expected the name of a host"],
    },
  ],
};

const SRV_TARGET_IS_IP: Rule = {
  id: "srv-target-is-ip",
  severity: "error",
  source: "RFC 2782",
  about: "An SRV whose target is an address",
  why: "The target of an SRV is a name, so nobody finds the service.",
  mend: "Give the host a name with an A or AAAA record, and write that name.",
  accepted: [
    "_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: sip.example.net.}}\n",
  ],
  refused: [
    {
      sample: "_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: 192.0.2.61}}\n",
      finds: ["1:76 SRV target is the address 192.0.2.61; expected the name of a host"],
    },
  ],
};

const CNAME_TARGET_IS_IP: Rule = {
  id: "cname-target-is-ip",
  severity: "error",
  source: "RFC 1035 §3.3.1",
  about: "A CNAME whose target is an address",
  why: "An alias stands for another name. For an address it leads to a name that does not exist.",
  mend: "Write an A or AAAA record with the address instead.",
  accepted: ["www: {type: A, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "www: {type: CNAME, value: 192.0.2.80}\n",
      finds: ["1:27 CNAME target is the address 192.0.2.80; expected the name of a host"],
    },
  ],
};

const NAME_IS_IP: Rule = {
  id: "name-is-ip",
  severity: "error",
  source: "RFC 1123 §2.1",
  about: "An address where the data of any other type have a name, or in the SOA",
  why: "No name in the DNS ends with a label of digits, so whoever follows it finds nothing.",
  mend: "Give the host a name with an A or AAAA record, and write that name.",
  accepted: ["lab: {type: DNAME, value: lab.example.net.}\n"],
  refused: [
    {
      sample: "lab: {type: DNAME, value: 192.0.2.80}\n",
      finds: ["1:27 DNAME is the address 192.0.2.80; expected a name"],
    },
    {
      sample: "www: {type: HTTPS, value: {svcpriority: 1, targetname: 192.0.2.80}}\n",
      finds: ["1:56 HTTPS targetname is the address 192.0.2.80; expected a name"],
    },
    {
      sample: {
        "_config.yaml":
          "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nsoa: {mname: 192.0.2.53}\n",
        "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
      },
      finds: ["_config.yaml:2:14 SOA mname is the address 192.0.2.53; expected a name"],
    },
  ],
};

/** Names in data that must be names of hosts. */
export const TARGETS: Family = {
  subject: "Names in data",
  rules: [
    NS_TARGET_CNAME,
    MX_TARGET_CNAME,
    SRV_TARGET_CNAME,
    NS_TARGET_IS_IP,
    MX_TARGET_IS_IP,
    SRV_TARGET_IS_IP,
    CNAME_TARGET_IS_IP,
    NAME_IS_IP,
  ],
  check: checkTargets,
};

/** A type whose data end with the name of a host, and what may be wrong with it. */
interface Kind {
  /** Octets before the name. */
  readonly skip: number;
  readonly field: string;
  readonly alias?: Rule;
  readonly address: Rule;
}

const KINDS: ReadonlyMap<number, Kind> = new Map([
  [NS, { skip: 0, field: "target", alias: NS_TARGET_CNAME, address: NS_TARGET_IS_IP }],
  [CNAME, { skip: 0, field: "target", address: CNAME_TARGET_IS_IP }],
  [MX, { skip: 2, field: "exchange", alias: MX_TARGET_CNAME, address: MX_TARGET_IS_IP }],
  [SRV, { skip: 6, field: "target", alias: SRV_TARGET_CNAME, address: SRV_TARGET_IS_IP }],
]);

function checkTargets(index: ZoneIndex, find: Find): void {
  for (const [type, kind] of KINDS) {
    for (const { records } of index.setsOf(type)) {
      for (const record of records) checkTarget(record, kind, index, find);
    }
  }
  for (const { type, fields } of OTHERS) {
    for (const { records } of index.setsOf(type.code)) {
      for (const record of records) checkNames(record, type, fields, find);
    }
  }
}

/** Types whose names say something of the records beside them: an owner may be called like an address. */
const OF_OWNERS: ReadonlySet<string> = new Set(["NSEC", "NXT", "RRSIG", "SIG"]);

/** The other types with names in their data, and those fields. */
const OTHERS = (RECORD_TYPES as readonly AnyRecordType[])
  .filter(({ type, code }) => !KINDS.has(code) && !OF_OWNERS.has(type))
  .map((type) => ({ type, fields: type.names.filter((field) => type.fields[field]!.extent === "name") }))
  .filter(({ fields }) => fields.length > 0);

function checkNames(record: LintRecord, type: AnyRecordType, fields: readonly string[], find: Find): void {
  const values = type.read(record.rdata);
  for (const field of fields) {
    const name = values[field] as Name; // a field of this extent is a name
    if (!isAddress(keyOf(name))) continue;
    const what = type.names.length === 1 ? type.type : `${type.type} ${field}`;
    const message = `${what} is the address ${labelsOf(name).join(".")}; expected a name`;
    const help = "Give the host a name with an A or AAAA record, and write that name.";
    find(NAME_IS_IP, record.fieldsAt?.[field] ?? record.at, message, help, record);
  }
}

function checkTarget(record: LintRecord, kind: Kind, { zones }: ZoneIndex, find: Find): void {
  const target = keyOf(record.rdata.slice(kind.skip) as Name); // the rest of these types' data is a name
  if (target === ROOT) return;
  const at = record.fieldsAt?.[kind.field] ?? record.at;
  if (isAddress(target)) {
    const address = labelsOf(target).join(".");
    const message = `${typeName(record.type)} target is the address ${address}; expected the name of a host`;
    const help = "Give the host a name with an A or AAAA record, and write that name.";
    find(kind.address, at, message, help, record);
    return;
  }
  if (kind.alias === undefined) return;
  const answer = answerOf(target, zones);
  if (answer.kind !== "alias") return;
  const alias = answer.record;
  const message = `${typeName(record.type)} target ${printName(target)} is an alias; expected a name with addresses`;
  const { file, line } = alias.at;
  const help = `Write the name that it stands for, ${codecOf(alias.type).print(alias.rdata)} (${file}:${line}).`;
  find(kind.alias, at, message, help, record, writing(codecOf(alias.type).print(alias.rdata)));
}

/** Four labels of digits, or a label with colons: an address that somebody took for a name. */
function isAddress(name: Name): boolean {
  // A digit before the root's octet is how IPv4 addresses end, and few names do.
  const last = name.charCodeAt(name.length - 2);
  if (last < 0x30 || last > 0x39) return isIpv6Label(name);
  const labels = labelsOf(name);
  return (
    isIpv6Label(name) ||
    (labels.length === 4 && labels.every((label) => /^[0-9]{1,3}$/.test(label) && Number(label) <= 255))
  );
}

/** One label of hex digits and colons. */
function isIpv6Label(name: Name): boolean {
  return name.includes(":") && /^.[0-9a-f]*(?::[0-9a-f]*){2,7}\0$/s.test(name);
}
