import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, labelsOf, type Name, printName, ROOT } from "../../dns/name.ts";
import { A, AAAA, MX, NS, SRV } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import { isALabel } from "../source/idn.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { type Node, recordsAt, type ZoneIndex } from "./zone-index.ts";

const NAME_REPEATS_ZONE: Rule = {
  id: "name-repeats-zone",
  severity: "warning",
  about: "A name that ends with the zone's name twice",
  why: "Names in a zone are relative to it, so www.example.com in example.com is www.example.com.example.com, which nobody looks up.",
  mend: "Write only what stands before the zone's name; '' for the zone itself.",
  accepted: ["www: {type: A, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "www.example.com: {type: A, value: 192.0.2.80}\n",
      finds: ["1:1 Name www.example.com.example.com. ends with the zone's name twice"],
    },
  ],
};

const FAKE_A_LABEL: Rule = {
  id: "fake-a-label",
  severity: "warning",
  source: "RFC 5890 §2.3.2.1",
  about: "A label that begins with xn-- and stands for no international label",
  why: "Programs that show or check international names refuse it, so the name works in some of them only.",
  mend: "Write the name with its own letters: its A-label is made of it.",
  accepted: ["xn--bcher-kva: {type: A, value: 192.0.2.80}\nmüller: {type: A, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "xn--zzzzzzzz: {type: A, value: 192.0.2.80}\n",
      finds: ['1:1 Label "xn--zzzzzzzz" begins with xn-- and stands for no international label'],
    },
  ],
};

const HYPHEN_34: Rule = {
  id: "hyphen-34",
  severity: "warning",
  source: "RFC 5891 §4.2.3.1",
  about: "A label with hyphens as its third and fourth characters that does not begin with xn--",
  why: "Such labels are reserved for encodings to come, and registries and some programs refuse them.",
  mend: "Choose another name, with one hyphen there.",
  accepted: ["a-b--c: {type: A, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "ab--c: {type: A, value: 192.0.2.80}\n",
      finds: ['1:1 Label "ab--c" has hyphens as third and fourth characters, which are reserved'],
    },
  ],
};

const HOSTNAME_CHARSET: Rule = {
  id: "hostname-charset",
  severity: "warning",
  source: "RFC 1123 §2.1, RFC 952",
  about: "The name of a host with other characters than letters, digits and inner hyphens",
  why: "DNS carries any name, but mail servers, browsers and certificate authorities refuse it as a host.",
  mend: "Write letters, digits and hyphens, the hyphen neither first nor last.",
  accepted: ["web-1: {type: A, value: 192.0.2.80}\n'*': {type: A, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "web+1: {type: A, value: 192.0.2.80}\n",
      finds: ["1:1 web+1.example.com. has an A record, but is no name for a host"],
    },
    {
      sample: "lists: {type: MX, value: {preference: 10, exchange: mail-.example.net.}}\n",
      finds: ["1:53 MX target mail-.example.net. is no name for a host"],
    },
  ],
};

const UNDERSCORE_HOST: Rule = {
  id: "underscore-host",
  severity: "warning",
  source: "RFC 1123 §2.1",
  about: "The name of a host with an underscore",
  why: "Underscores are for services (_sip._tcp). Certificate authorities issue nothing for such a host, and some resolvers refuse it.",
  mend: "Write a hyphen instead of the underscore.",
  accepted: [
    "web-1: {type: A, value: 192.0.2.80}\n_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: web-1.example.com.}}\n",
  ],
  refused: [
    {
      sample: "web_1: {type: A, value: 192.0.2.80}\n",
      finds: ["1:1 web_1.example.com. has an A record, but is no name for a host: it has an underscore"],
    },
  ],
};

/** What names look like. */
export const NAMES: Family = {
  subject: "Names",
  rules: [NAME_REPEATS_ZONE, FAKE_A_LABEL, HYPHEN_34, HOSTNAME_CHARSET, UNDERSCORE_HOST],
  check: checkNames,
};

function checkNames(index: ZoneIndex, find: Find): void {
  const { nodes, apex } = index;
  for (const node of nodes.values()) {
    const oddity = oddityOf(node.name, node.name.length - apex.length);
    if (oddity !== PLAIN) checkOddName(node, oddity, find);
    if (repeatsZone(node.name, apex)) {
      const [record] = node.sets[0]!.records;
      const message = `Name ${printName(record!.owner)} ends with the zone's name twice`;
      const help = `Names are relative to ${printName(apex)}: write only what stands before it.`;
      find(NAME_REPEATS_ZONE, record!.nameAt ?? record!.at, message, help, record);
    }
  }
  checkTargetNames(index, find);
}

const PLAIN = 0;
/** The name has a character that no host's name has; an underscore counts apart. */
const ODD = 1;
const UNDERSCORE = 2;
/** A label has hyphens as its third and fourth characters. */
const HYPHENS = 4;

/** What is odd about the first `length` octets of a name, in one pass without making strings. */
function oddityOf(name: Name, length: number): number {
  let oddity = PLAIN;
  let at = 0;
  while (at < length) {
    const end = at + 1 + name.charCodeAt(at);
    if (name.charCodeAt(at + 1) === HYPHEN || name.charCodeAt(end - 1) === HYPHEN) oddity |= ODD;
    if (name.charCodeAt(at + 3) === HYPHEN && name.charCodeAt(at + 4) === HYPHEN && end > at + 4) {
      oddity |= HYPHENS;
    }
    for (let position = at + 1; position < end; position++) {
      const kind = CHARACTERS[name.charCodeAt(position)]!;
      // A wildcard stands for names of hosts.
      if (kind === ODD && at === 0 && end === 2 && name.charCodeAt(1) === ASTERISK) continue;
      oddity |= kind;
    }
    at = end;
  }
  return oddity;
}

const HYPHEN = 0x2d;
const ASTERISK = 0x2a;

/** What a character in a label is: plain for letters, digits and hyphens. */
const CHARACTERS = Uint8Array.from({ length: 256 }, (_, code) =>
  /[0-9A-Za-z-]/.test(String.fromCharCode(code)) ? PLAIN : code === 0x5f ? UNDERSCORE : ODD,
);

function checkOddName(node: Node, oddity: number, find: Find): void {
  const [record] = node.sets[0]!.records;
  const at = record!.nameAt ?? record!.at;
  if ((oddity & HYPHENS) !== 0) {
    for (const label of labelsOf(node.name)) {
      if (!/^[0-9a-z]{2}--[0-9a-z-]*$/.test(label)) continue;
      if (!label.startsWith("xn--")) {
        const message = `Label "${label}" has hyphens as third and fourth characters, which are reserved`;
        find(HYPHEN_34, at, message, "Choose another name, with one hyphen there.", record);
      } else if (!isALabel(label)) {
        const message = `Label "${label}" begins with xn-- and stands for no international label`;
        find(FAKE_A_LABEL, at, message, "Write the name with its own letters instead.", record);
      }
    }
  }
  const host = [A, AAAA, ALIAS]
    .map((type) => recordsAt(node, type)[0])
    .find((record) => record !== undefined);
  if (host === undefined || (oddity & (ODD | UNDERSCORE)) === 0 || node.name.startsWith(MSDCS)) return;
  const what = `${printName(host.owner)} has an ${typeName(host.type)} record, but is no name for a host`;
  tellOfHost(what, oddity, host.nameAt ?? host.at, host, find);
}

/** Active Directory has the addresses of its global catalogue at gc._msdcs; BIND's check-names lets it pass too. */
const MSDCS = "\x02gc\x06_msdcs";

function tellOfHost(
  what: string,
  oddity: number,
  at: LintRecord["at"],
  record: LintRecord,
  find: Find,
): void {
  if ((oddity & ODD) !== 0) {
    find(HOSTNAME_CHARSET, at, what, "Write letters, digits and inner hyphens only.", record);
  } else {
    find(UNDERSCORE_HOST, at, `${what}: it has an underscore`, "Write a hyphen instead.", record);
  }
}

/** Types whose data end with the name of a host, and the octets before it. */
const HOSTS = [
  { type: NS, skip: 0, field: "target" },
  { type: MX, skip: 2, field: "exchange" },
  { type: SRV, skip: 6, field: "target" },
];

function checkTargetNames({ setsOf }: ZoneIndex, find: Find): void {
  const oddities = new Map<string, number>(); // the same few hosts are named over and over
  for (const { type, skip, field } of HOSTS) {
    for (const { records } of setsOf(type)) {
      for (const record of records) {
        const rdata = record.rdata.slice(skip);
        let oddity = oddities.get(rdata);
        if (oddity === undefined) {
          const target = keyOf(rdata as Name); // the rest of these types' data is a name
          oddity = target.charCodeAt(0) === 1 && target.charCodeAt(1) === ASTERISK ? ODD : 0;
          oddity |= oddityOf(target, target.length - ROOT.length);
          oddities.set(rdata, oddity);
        }
        if ((oddity & (ODD | UNDERSCORE)) === 0) continue;
        const what = `${typeName(type)} target ${printName(rdata as Name)} is no name for a host`; // as above
        tellOfHost(what, oddity, record.fieldsAt?.[field] ?? record.at, record, find);
      }
    }
  }
}

/** The name is `something.ZONE.ZONE`, or `ZONE.ZONE`. A zone of one label may well have it twice. */
function repeatsZone(name: Name, apex: Name): boolean {
  const inner = apex.length - ROOT.length;
  const begin = name.length - apex.length - inner;
  if (begin < 0 || apex.charCodeAt(0) + 2 === apex.length || apex === ROOT) return false;
  if (!name.startsWith(apex.slice(0, inner), begin)) return false;
  let at = 0;
  while (at < begin) at += 1 + name.charCodeAt(at);
  return at === begin;
}
