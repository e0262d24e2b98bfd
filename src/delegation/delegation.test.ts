import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { printName, ROOT } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { type FakeParent, startParent } from "../../test/fakes/parent.ts";
import { signZone } from "../../test/sign-zone.ts";
import { requireTool } from "../../test/tools.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { builtInClient } from "../world/dns-client.ts";
import { checkDelegation, isDelegatedRightly } from "./check-delegation.ts";
import { wantedOf } from "./compare.ts";
import { delegationsToJson, printDelegations } from "./print.ts";

const hasTools = [
  requireTool("nsd", "nsd"),
  requireTool("dnssec-signzone", "bind9-utils"),
  requireTool("dnssec-dsfromkey", "bind9-utils"),
].every(Boolean);

const zoneNamed = (label: string) =>
  zoneOf(
    `${label}.example.`,
    `@ 3600 IN SOA ns1 hostmaster 1 3600 600 86400 300
@ 3600 IN NS ns1
@ 3600 IN NS ns2.nic.example.
ns1 3600 IN A 192.0.2.53
ns1 3600 IN AAAA 2001:db8::53
`,
  );

const RIGHT = (label: string) => `${label} 3600 IN NS ns1.${label}
${label} 3600 IN NS ns2.nic.example.
ns1.${label} 3600 IN A 192.0.2.53
ns1.${label} 3600 IN AAAA 2001:db8::53
ns2.nic 3600 IN A 192.0.2.54
`;

/** DS with an odd key tag, as a former provider left it behind. */
const STRANGE_DS = `60485 13 2 ${"2b".repeat(32)}`;

describe.skipIf(!hasTools)("a zone beside what its parent says", () => {
  let parent: FakeParent;
  let signed: Zone;
  let half: Zone;

  beforeAll(async () => {
    signed = await signZone(zoneNamed("signed"), "nsec");
    half = await signZone(zoneNamed("half"), "nsec");
    const ds = (zone: Zone) =>
      wantedOf(zone)
        .ds.map((record) => `${printRecord(record)}\n`)
        .join("");
    parent = await startParent(
      [
        ...["right", "stale", "bogus", "signed", "half", "keys", "other"].map((label) =>
          label === "stale" || label === "other" ? "" : RIGHT(label),
        ),
        "stale 3600 IN NS ns1.stale\nstale 3600 IN NS ns2.nic.example.\n",
        "ns1.stale 3600 IN A 192.0.2.99\nns1.stale 3600 IN AAAA 2001:db8::53\n",
        "bare 3600 IN NS ns1.bare\nbare 3600 IN NS ns2.nic.example.\n",
        "fewer 3600 IN NS ns2.nic.example.\n",
        "other 3600 IN NS ns.old.example.net.\n",
        `bogus 3600 IN DS ${STRANGE_DS}\n`,
        `half 3600 IN DS ${STRANGE_DS}\n`,
        ds(signed),
        ds(half),
      ].join(""),
    );
  });
  afterAll(() => parent?.stop());

  const check = (zone: Zone) =>
    checkDelegation(
      zone,
      { zone: ROOT, servers: [{ name: "root", address: "127.0.0.1", port: parent.rootPort }] },
      { asker: builtInClient, resolver: () => Promise.resolve([]), port: parent.parentPort },
    );

  test.each<[string, () => Zone, string[]]>([
    ["right", () => zoneNamed("right"), []],
    ["signed, with its DS", () => signed, []],
    [
      "signed, with no DS at the parent",
      () => ({ ...zoneNamed("keys"), records: rename(signed) }),
      ["note keys.example. has keys and the parent has no DS: nobody validates it"],
    ],
    [
      "signed, with a DS of its own and another's",
      () => half,
      [`note The parent has the DS "${STRANGE_DS}", which fits no key of half.example.; another one does`],
    ],
    [
      "unsigned, with a DS left behind",
      () => zoneNamed("bogus"),
      [
        `danger The parent has the DS "${STRANGE_DS}" and bogus.example. has no key that fits it: validating resolvers answer SERVFAIL for all of it`,
      ],
    ],
    [
      "stale glue",
      () => zoneNamed("stale"),
      [
        "wrong The parent's glue for ns1.stale.example. is 192.0.2.99, 2001:db8::53; the zone has 192.0.2.53, 2001:db8::53 (ns.nic.example.)",
      ],
    ],
    [
      "missing glue",
      () => zoneNamed("bare"),
      [
        "danger The parent's glue for ns1.bare.example. is missing; the zone has 192.0.2.53, 2001:db8::53 (ns.nic.example.)",
      ],
    ],
    [
      "a nameserver that the parent lacks",
      () => zoneNamed("fewer"),
      ["wrong The parent's NS set of fewer.example. lacks ns1.fewer.example. (ns.nic.example.)"],
    ],
    [
      "delegated to somebody else",
      () => zoneNamed("other"),
      [
        "danger The parent's NS set of other.example. lacks ns1.other.example., ns2.nic.example. and has ns.old.example.net., which the zone does not name (ns.nic.example.)",
      ],
    ],
    ["not delegated", () => zoneNamed("new"), ["danger new.example. is not delegated: nobody finds it"]],
  ])("%s", async (_, zone, expected) => {
    const delegation = await check(zone());
    expect(delegation.findings.map(({ weight, message }) => `${weight} ${message}`)).toEqual(expected);
    expect(printName(delegation.parent!)).toBe("example.");
    expect(isDelegatedRightly(delegation)).toBe(expected.every((line) => line.startsWith("note")));
  });

  test("what to type at the registrar", async () => {
    const delegation = await check(zoneNamed("new"));
    expect(printDelegations([delegation])).toContain(
      `  At the registrar there should be:
    nameserver ns1.new.example.
    nameserver ns2.nic.example.
    host record ns1.new.example. 3600 IN A 192.0.2.53
    host record ns1.new.example. 3600 IN AAAA 2001:db8::53
`,
    );
    expect(delegationsToJson([delegation])).toMatchObject({
      delegations: [{ zone: "new.example.", parent: "example.", servers: [{ kind: "not-delegated" }] }],
    });
  });

  test("a parent that says nothing", async () => {
    const start = { zone: ROOT, servers: [{ name: "root", address: "127.0.0.1", port: 1 }] };
    const way = { asker: builtInClient, resolver: () => Promise.resolve([]), port: 1 };
    const { findings } = await checkDelegation(zoneNamed("right"), start, way);
    expect(findings[0]).toMatchObject({ weight: "danger" });
    expect(findings[0]!.message).toContain("no server of . answers: root (127.0.0.1)");
  });
});

/** The keys of a zone under the name of another. */
function rename({ records, origin }: Zone): Zone["records"] {
  const other = zoneNamed("keys");
  const keys = records.filter(({ type, owner }) => type === 48 && owner === origin);
  return [...other.records, ...keys.map((key) => ({ ...key, owner: other.origin }))];
}
