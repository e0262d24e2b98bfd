import { ALIAS } from "../../dns/alias-type.ts";
import { isAtOrBelow, keyOf, type Name, printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { A, AAAA, NS } from "../../dns/type-numbers.ts";
import { answerOf } from "./answer.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { type Node, recordsAt, type ZoneIndex } from "./zone-index.ts";

const APEX_NS_SINGLE: Rule = {
  id: "apex-ns-single",
  severity: "warning",
  source: "RFC 2182 §5",
  about: "One nameserver for the zone",
  why: "When it is down, everything in the zone is. Many registries refuse a domain with one nameserver.",
  mend: "Add a second nameserver, in another network and place.",
  absence: true,
  accepted: ["'': {type: NS, values: [ns1.example.net., ns2.example.net.]}\n"],
  refused: [
    {
      sample: "'': {type: NS, values: [ns1.example.net.]}\n",
      finds: ["1:25 example.com. has one nameserver; expected two or more"],
    },
  ],
};

const DELEGATION_SINGLE_NS: Rule = {
  id: "delegation-single-ns",
  severity: "warning",
  source: "RFC 2182 §5",
  about: "One nameserver for a delegated zone",
  why: "When it is down, everything in the delegated zone is.",
  mend: "Add a second nameserver, in another network and place.",
  absence: true,
  accepted: ["lab: {type: NS, values: [ns1.example.net., ns2.example.net.]}\n"],
  refused: [
    {
      sample: "lab: {type: NS, value: ns1.example.net.}\n",
      finds: ["1:24 lab.example.com. has one nameserver; expected two or more"],
    },
  ],
};

const NS_TARGET_MISSING: Rule = {
  id: "ns-target-missing",
  severity: "error",
  source: "RFC 1034 §4.2.1",
  about: "An NS whose target lies in another of these zones and has no address there",
  why: "Nobody finds the nameserver, so the zone answers only as long as another one does.",
  mend: "Add an A or AAAA record for it in its zone, or write a nameserver that has one.",
  absence: true,
  accepted: [
    {
      "example.com.yaml": "lab: {type: NS, values: [ns1.example.org., ns2.example.net.]}\n",
      "example.org.yaml": "ns1: {type: A, value: 192.0.2.53}\n",
    },
  ],
  refused: [
    {
      sample: {
        "example.com.yaml": "lab: {type: NS, values: [ns1.example.org., ns2.example.net.]}\n",
        "example.org.yaml": "www: {type: A, value: 192.0.2.80}\n",
      },
      finds: [
        "example.com.yaml:1:26 NS target ns1.example.org. has no A or AAAA record in example.org., which is ours",
      ],
    },
  ],
};

const GLUE_AAAA_FLY: Rule = {
  id: "glue-aaaa-fly",
  severity: "warning",
  source: "Fly.io, UDP and TCP",
  about: "An IPv6 address of a Fly.io app for a nameserver",
  why: "Fly.io carries no UDP over public IPv6. Resolvers that prefer IPv6 wait in vain before they try another address.",
  mend: "Remove the AAAA record. The nameserver is reached by its dedicated IPv4 address.",
  accepted: [
    "'': {type: NS, values: [ns1.example.com., ns2.example.net.]}\nns1: {type: A, value: 192.0.2.53}\nwww: {type: AAAA, value: '2a09:8280:1::1'}\n",
  ],
  refused: [
    {
      sample: `'': {type: NS, values: [ns1.example.com., ns2.example.net.]}
ns1: [{type: A, value: 192.0.2.53}, {type: AAAA, value: '2a09:8280:1::1'}]
`,
      finds: [
        "2:57 ns1.example.com. is a nameserver with the IPv6 address 2a09:8280:1::1 of Fly.io, where no UDP arrives",
      ],
    },
  ],
};

/** Who answers for a zone. */
export const NAMESERVERS: Family = {
  subject: "Nameservers",
  rules: [APEX_NS_SINGLE, DELEGATION_SINGLE_NS, NS_TARGET_MISSING, GLUE_AAAA_FLY],
  check: checkNameservers,
};

function checkNameservers(index: ZoneIndex, find: Find): void {
  const targets = new Map<Name, LintRecord>();
  for (const { owner, records } of index.setsOf(NS)) {
    if (records.length === 1) {
      const record = records[0]!;
      const rule = owner === index.apex ? APEX_NS_SINGLE : DELEGATION_SINGLE_NS;
      const message = `${printName(record.owner)} has one nameserver; expected two or more`;
      find(rule, record.at, message, "Add another one, in another network and place.", record);
    }
    for (const record of records) {
      const target = keyOf(record.rdata as Name); // NS holds one name
      if (!targets.has(target)) targets.set(target, record);
    }
  }
  for (const [target, record] of targets) {
    if (isAtOrBelow(target, index.apex)) checkAddresses(index.nodes.get(target), find);
    else checkOutside(target, record, index, find);
  }
}

/** The addresses of a nameserver whose name lies in the zone. That there are some is told by `glue-missing`. */
function checkAddresses(node: Node | undefined, find: Find): void {
  for (const record of recordsAt(node, AAAA)) {
    if (!record.rdata.startsWith(FLY)) continue;
    const address = codecOf(AAAA).print(record.rdata);
    const message = `${printName(record.owner)} is a nameserver with the IPv6 address ${address} of Fly.io, where no UDP arrives`;
    find(GLUE_AAAA_FLY, record.at, message, "Remove this AAAA record.", record);
  }
}

/** A nameserver whose name lies in another zone, which may be one of ours. */
function checkOutside(target: Name, record: LintRecord, { zones }: ZoneIndex, find: Find): void {
  const answer = answerOf(target, zones);
  if (answer.kind === "elsewhere" || answer.kind === "alias" || !answer.zone.zone.complete) return;
  const node = answer.kind === "records" ? answer.node : undefined;
  // That it has an ALIAS instead is told by another rule.
  if ([A, AAAA, ALIAS].some((type) => recordsAt(node, type).length > 0)) return;
  const message = `NS target ${printName(target)} has no A or AAAA record in ${printName(answer.zone.apex)}, which is ours`;
  find(NS_TARGET_MISSING, record.at, message, "Add its address there, or write another nameserver.", record);
}

const FLY = "\x2a\x09\x82\x80"; // 2a09:8280::/32, where the public IPv6 addresses of Fly.io's apps lie
