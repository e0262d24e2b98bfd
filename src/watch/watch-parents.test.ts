import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { type ReferenceNameserver, startReference } from "../../test/reference-nameservers.ts";
import { signZone } from "../../test/sign-zone.ts";
import { requireTool } from "../../test/tools.ts";
import { recordOf, zoneOf } from "../../test/zone-text.ts";
import { wantedOf } from "../delegation/compare.ts";
import { gapSentence } from "../report/watch-wording.ts";
import { builtInClient } from "../world/dns-client.ts";
import type { Signing } from "./signing.ts";
import { watchParents } from "./watch-parents.ts";

const hasTools = [
  requireTool("nsd", "nsd"),
  requireTool("knotd", "knot"),
  requireTool("named", "bind9"),
  requireTool("dnssec-signzone", "bind9-utils"),
].every(Boolean);

/** `net.` at three servers; the referral of the root has glue for the first alone, and the fourth has no address. */
const APEX = `@ 3600 IN SOA a.nic hostmaster.nic 1 3600 600 86400 300
@ 3600 IN NS a.nic
@ 3600 IN NS b.nic
@ 3600 IN NS c.nic
@ 3600 IN NS d.elsewhere.test.
a.nic 3600 IN A 127.0.0.1
b.nic 3600 IN A 127.0.0.2
c.nic 3600 IN A 127.0.0.3
`;
const ABOVE = `@ 3600 IN SOA a.root. hostmaster.root. 1 3600 600 86400 300
@ 3600 IN NS a.root.
a.root. 3600 IN A 127.0.0.1
net. 3600 IN NS a.nic.net.
a.nic.net. 3600 IN A 127.0.0.1
`;

const zoneNamed = (label: string) =>
  zoneOf(
    `${label}.net.`,
    `@ 3600 IN SOA ns1 hostmaster 1 3600 600 86400 300
@ 3600 IN NS ns1
@ 3600 IN NS ns.example.org.
ns1 3600 IN A 192.0.2.53
`,
  );
const delegationOf = (label: string, address = "192.0.2.53") => `${label} 3600 IN NS ns1.${label}
${label} 3600 IN NS ns.example.org.
ns1.${label} 3600 IN A ${address}
`;
const STRANGE_DS = `60485 13 2 ${"2b".repeat(32)}`;
const UNSIGNED: Signing = { keys: [] };

describe.skipIf(!hasTools)("a parent with three servers that differ", () => {
  const started: ReferenceNameserver[] = [];
  let rootPort: number;
  let port: number;
  let signed: Zone;

  beforeAll(async () => {
    signed = await signZone(zoneNamed("signed"), "nsec");
    const ds = wantedOf(signed)
      .ds.map((record) => `${printRecord(record)}\n`)
      .join("");
    const all = ["right", "bogus", "signed"].map((label) => delegationOf(label)).join("");
    const others = ["ns", "glue", "missing"].map((label) => delegationOf(label)).join("");
    const strange = `bogus 3600 IN DS ${STRANGE_DS}\n`;
    const start = async (kind: "nsd" | "knot" | "bind", address: string, text: string) => {
      const same = started[0] && { port: started[0].port };
      started.push(await startReference(kind, [zoneOf("net.", APEX + all + text)], { address, ...same }));
    };
    await start("bind", "127.0.0.1", others + ds); // which listens on an interface's own addresses alone
    await start("knot", "127.0.0.2", others + ds + strange);
    await start(
      "nsd",
      "127.0.0.3",
      `ns 3600 IN NS ns.old.example.org.\n${delegationOf("glue", "192.0.2.99")}`,
    );
    port = started[0]!.port;
    const root = await startReference("nsd", [zoneOf(".", ABOVE)], { address: "127.0.0.9" });
    started.push(root);
    rootPort = root.port;
  }, 60_000);
  afterAll(async () => {
    await Promise.all(started.map((each) => each.stop()));
  });

  const watch = async (zone: Zone, signing: Signing = UNSIGNED) => {
    const servers = [{ name: "root", address: "127.0.0.9", port: rootPort }];
    const way = { asker: builtInClient, resolver: () => Promise.resolve([]), port };
    const { findings, gaps } = await watchParents([{ zone, signing }], { zone: ROOT, servers }, way);
    return {
      findings: findings.map(({ weight, message }) => `${weight} ${message}`),
      gaps: gaps.map(gapSentence),
    };
  };
  const LOST = (zone: string) =>
    `Not known this time, the parent of ${zone}: no address is known of d.elsewhere.test., a server of the parent`;

  test.each<[string, () => Zone, Signing, string[]]>([
    ["where all agree", () => zoneNamed("right"), UNSIGNED, []],
    [
      "where one has another NS set",
      () => zoneNamed("ns"),
      UNSIGNED,
      [
        "alarm The parent's NS set of ns.net. lacks ns1.ns.net., ns.example.org. and has ns.old.example.org., which the zone does not name (c.nic.net. 127.0.0.3, and not the others)",
      ],
    ],
    [
      "where one has old glue",
      () => zoneNamed("glue"),
      UNSIGNED,
      [
        "alarm The parent's glue for ns1.glue.net. is 192.0.2.99; the zone has 192.0.2.53 (c.nic.net. 127.0.0.3, and not the others)",
      ],
    ],
    [
      "where one does not delegate it",
      () => zoneNamed("missing"),
      UNSIGNED,
      [
        "alarm Some servers of the parent do not delegate missing.net.: c.nic.net. 127.0.0.3, and not the others",
      ],
    ],
    [
      "where one has a DS for an unsigned zone",
      () => zoneNamed("bogus"),
      UNSIGNED,
      [
        `alarm The parent has the DS "${STRANGE_DS}" and bogus.net. has no key that fits it: validating resolvers answer SERVFAIL for all of it (b.nic.net. 127.0.0.2, and not the others)`,
      ],
    ],
    [
      "where one lacks the DS of a signed zone",
      () => signed,
      UNSIGNED,
      [
        "warning Some of the parent's servers do not have the DS of signed.net.: c.nic.net. 127.0.0.3, and not the others",
      ],
    ],
  ])("%s", async (_, zone, signing, expected) => {
    const { findings, gaps } = await watch(zone(), signing);
    expect(findings).toEqual(expected);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toContain("no address is known of d.elsewhere.test., a server of the parent");
  });

  test("keys that only the nameservers have count as the zone's", async () => {
    const keys = signed.records.filter(({ type }) => type === 48);
    const { findings } = await watch(zoneNamed("signed"), { keys });
    expect(findings.filter((line) => line.startsWith("alarm"))).toEqual([]);
    const other = [recordOf(`signed.net. 3600 IN DNSKEY 257 3 13 ${"AAAA".repeat(16)}`)];
    expect((await watch(zoneNamed("signed"), { keys: other })).findings[0]).toMatch(
      /^alarm The parent has the DS/,
    );
  });

  test("nobody told the keys: a DS is neither right nor wrong", async () => {
    expect(await watch(zoneNamed("bogus"), { keys: undefined })).toEqual({
      findings: [],
      gaps: [
        LOST("bogus.net."),
        "Not known this time, the parent of bogus.net.: the parent has a DS, and no nameserver told the keys of the zone",
      ],
    });
  });

  test("nobody at the parent answers: that is no finding", async () => {
    const servers = [{ name: "root", address: "127.0.0.9", port: 1 }];
    const way = { asker: builtInClient, resolver: () => Promise.resolve([]), port };
    const zones = [{ zone: zoneNamed("right"), signing: UNSIGNED }];
    const { findings, gaps } = await watchParents(zones, { zone: ROOT, servers }, way);
    expect([findings, gaps.map(({ kind }) => kind)]).toEqual([[], ["failed"]]);
  });
});
