import { printName } from "../../dns/name.ts";
import { SOA as SOA_RECORD } from "../../dns/records/soa.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ConfiguredNameserver } from "../source/config.ts";
import type { LintZone } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { recordsAt, type ZoneIndex } from "./zone-index.ts";

const MOST_REFRESH = 3_600; // an hour: what people bear to wait for a change

const SECONDARY_REFRESH: Rule = {
  id: "secondary-refresh",
  severity: "warning",
  source: "RFC 1912 §2.2",
  about: "A refresh of the SOA over an hour, while a secondary is fed by transfer",
  why: "NOTIFY is a packet that may be lost, and one that comes from another address than the secondary knows is dropped. Then the secondary answers the old zone until it asks by itself, which is after refresh.",
  mend: "Set `soa.refresh` in `_config.yaml` to 1200 to 3600 seconds, and `soa.retry` below it.",
  accepted: [settings("refresh: 3600, retry: 900"), settings("", "files")],
  refused: [
    {
      sample: settings("refresh: 86400"),
      finds: [
        "_config.yaml:4:16 SOA refresh is 86400, and ns3.example.org. is fed by transfer: where no NOTIFY reaches it, it answers the old zone for so many seconds",
      ],
    },
  ],
};

const SECONDARY_WITHOUT_KEY: Rule = {
  id: "secondary-without-key",
  severity: "warning",
  source: "RFC 8945 §1",
  about: "A secondary that is fed by transfer without a TSIG key",
  why: "Without a key it is known by its address alone, and so are we: a machine on Fly.io sends NOTIFY from another address than it answers at, and whoever answers in our place can give it any zone.",
  mend: "Make a key with `zonepipe secondary add`, and write its name: `fed: {by: transfer, key: ns3-key.}`.",
  accepted: [settings("refresh: 3600, retry: 900")],
  refused: [
    {
      sample: settings("refresh: 3600, retry: 900", "transfer"),
      finds: ["_config.yaml:3:12 Secondary ns3.example.org. is fed by transfer without a key"],
    },
  ],
};

/** Nameservers that others run, and that get the zones from ours. */
export const SECONDARIES: Family = {
  subject: "Secondaries",
  rules: [SECONDARY_REFRESH, SECONDARY_WITHOUT_KEY],
  check: checkSecondaries,
};

/** The nameservers of a zone that are fed by transfer. */
export function fedByTransfer({ nameservers = [] }: LintZone): readonly ConfiguredNameserver[] {
  return nameservers.filter(({ fed }) => fed?.by === "transfer");
}

/** Two files: settings with a secondary, and a zone that has them. */
function settings(soa: string, fed = "transfer, key: ns3-key."): { readonly [file: string]: string } {
  return {
    "_config.yaml": `nameservers:
  - {name: ns1.example.net.}
  - {name: ns3.example.org., addresses: [192.0.2.53], fed: {by: ${fed}}}
${soa === "" ? "" : `soa: {${soa}}\n`}`,
    "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
  };
}

function checkSecondaries({ apex, nodes, zone }: ZoneIndex, find: Find): void {
  const secondaries = fedByTransfer(zone);
  const [first] = secondaries;
  if (first === undefined) return;
  for (const { name, at, fed } of secondaries) {
    if (fed?.by !== "transfer" || fed.key !== undefined) continue;
    const message = `Secondary ${printName(name)} is fed by transfer without a key`;
    find(SECONDARY_WITHOUT_KEY, at, message, "Write the name of its TSIG key: `key: ns3-key.`.");
  }
  const record = recordsAt(nodes.get(apex), SOA)[0];
  if (record === undefined) return;
  const { refresh } = SOA_RECORD.read(record.rdata);
  if (refresh <= MOST_REFRESH) return;
  const message = `SOA refresh is ${refresh}, and ${printName(first.name)} is fed by transfer: where no NOTIFY reaches it, it answers the old zone for so many seconds`;
  const help = "Write `soa: {refresh: 3600, retry: 900}` in `_config.yaml`.";
  find(SECONDARY_REFRESH, record.fieldsAt?.refresh ?? first.at, message, help, record);
}
