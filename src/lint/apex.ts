import { printName } from "../../dns/name.ts";
import { NS, SOA } from "../../dns/type-numbers.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { ZONE_HEAD } from "./zone-head.ts";
import { recordsAt, type ZoneIndex } from "./zone-index.ts";

const SOA_MISSING: Rule = {
  id: "soa-missing",
  severity: "error",
  source: "RFC 1035 §5.2",
  about: "The zone has no SOA at its apex",
  why: "Without it the file is no zone: no nameserver loads it.",
  mend: "Add one SOA record at the apex. In YAML it is made of `_config.yaml` and is always there.",
  firm: true,
  absence: true,
  accepted: [{ "example.com.zone": ZONE_HEAD }],
  refused: [
    {
      sample: { "example.com.zone": "$TTL 3600\n@ NS ns1.example.net.\n@ NS ns2.example.net.\n" },
      finds: ["1:1 The zone example.com. has no SOA record"],
    },
  ],
};

const SOA_MULTIPLE: Rule = {
  id: "soa-multiple",
  severity: "error",
  source: "RFC 1035 §5.2",
  about: "The zone has more than one SOA, or one below its apex",
  why: "A zone has one serial and one set of timers. With two of them servers refuse the zone or take either.",
  mend: "Keep one SOA record, at the apex.",
  firm: true,
  accepted: [{ "example.com.zone": ZONE_HEAD }],
  refused: [
    {
      sample: {
        "example.com.zone": `${ZONE_HEAD}@ SOA ns2.example.net. hostmaster 2 86400 7200 3600000 3600
www SOA ns1.example.net. hostmaster 1 86400 7200 3600000 3600
`,
      },
      finds: [
        "5:1 The zone example.com. has a second SOA record",
        "6:1 www.example.com. has an SOA record, but the zone is example.com.",
      ],
    },
  ],
};

const APEX_NS_MISSING: Rule = {
  id: "apex-ns-missing",
  severity: "error",
  source: "RFC 1034 §4.2.1",
  about: "The zone has no NS at its apex",
  why: "The NS at the apex say who answers for the zone. Without them servers refuse it, and resolvers that learn them from the zone lose their way.",
  mend: "List the nameservers under `nameservers:` in `_config.yaml`, or add NS records under `''`.",
  firm: true,
  absence: true,
  accepted: ["'': {type: NS, values: [ns1.example.net., ns2.example.net.]}\n"],
  refused: [
    {
      sample: { "_config.yaml": "{}\n", "example.com.yaml": "www: {type: A, value: 192.0.2.1}\n" },
      finds: ["example.com.yaml:1:1 The zone example.com. has no NS record at its apex"],
    },
  ],
};

/** What every zone has at its apex. */
export const APEX: Family = {
  subject: "The apex",
  rules: [SOA_MISSING, SOA_MULTIPLE, APEX_NS_MISSING],
  check: checkApex,
};

function checkApex({ zone, apex, nodes, setsOf }: ZoneIndex, find: Find): void {
  const node = nodes.get(apex);
  const name = printName(zone.origin);
  const [first, ...others] = recordsAt(node, SOA);
  if (first === undefined) {
    find(SOA_MISSING, zone.at, `The zone ${name} has no SOA record`, "Add one SOA record at its apex.");
  }
  for (const other of others) {
    const help = "Keep the first one.";
    find(SOA_MULTIPLE, other.at, `The zone ${name} has a second SOA record`, help, other);
  }
  for (const { owner, records } of setsOf(SOA)) {
    if (owner === apex) continue;
    for (const record of records) {
      const message = `${printName(record.owner)} has an SOA record, but the zone is ${name}`;
      find(SOA_MULTIPLE, record.at, message, "An SOA stands at the apex only: remove it.", record);
    }
  }
  if (recordsAt(node, NS).length === 0) {
    find(
      APEX_NS_MISSING,
      zone.at,
      `The zone ${name} has no NS record at its apex`,
      "List its nameservers under `nameservers:` in _config.yaml, or add an NS record under ''.",
    );
  }
}
