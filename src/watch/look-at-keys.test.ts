import { describe, expect, onTestFinished, test } from "vitest";
import { printPolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { startParent } from "../../test/fakes/parent.ts";
import { startReference } from "../../test/reference-nameservers.ts";
import { requireTool } from "../../test/tools.ts";
import { nameOf, zoneOf } from "../../test/zone-text.ts";
import { ROOT_ZONE } from "../delegation/root-servers.ts";
import type { Answer, Nameserver, Reply } from "../verify/types.ts";
import { builtInClient } from "../world/dns-client.ts";
import { lookAt } from "../world/dns-client-look.ts";
import { lookAtKeys } from "./look-at-keys.ts";

const ZONE = nameOf("signed.example.");
const NOW = new Date("2026-11-30T12:00:00Z");
const now = () => NOW;
const DIGEST = "2b".repeat(32);

/** The record by which the zone is signed, with this state of its keys. */
function policy(counter: number): string {
  const key = {
    flags: 257,
    algorithm: 13,
    publicKey: "k".repeat(64),
    signs: "all",
    isPublished: true,
    isWanted: false,
  } as const;
  const rest = {
    base: 2970,
    windows: 260,
    denial: "nsec",
    ttl: 3_600,
    isLeaving: false,
    csync: false,
  } as const;
  return printPolicy({ counter, keys: [key], ...rest });
}

function written(counter: number): string {
  const rdata = policy(counter);
  return `@ 3600 IN SOA ns1 hostmaster 1 3600 600 86400 300
@ 3600 IN NS ns1
ns1 3600 IN A 127.0.0.1
@ 3600 IN TYPE${SIGNING_POLICY} \\# ${rdata.length} ${Buffer.from(rdata, "latin1").toString("hex")}
`;
}

const hasTools = [requireTool("nsd", "nsd"), requireTool("knotd", "knot")].every(Boolean);

describe.skipIf(!hasTools)("a zone at two nameservers, below a parent", () => {
  test.each<[what: string, counters: [number, number], delegation: string, seen: object, gaps: RegExp[]]>([
    [
      "that show the same",
      [7, 7],
      `signed 300 IN DS 60485 13 2 ${DIGEST}\n`,
      {
        counter: 7,
        ds: { set: [`${String.fromCharCode(60485 >> 8, 60485 & 255)}\x0d\x02${"+".repeat(32)}`], ttl: 300 },
      },
      [],
    ],
    [
      "of which one is behind, and the parent has no DS",
      [8, 7],
      "",
      { ds: { set: [], ttl: 0 } },
      [/differ: .* shows state 8 of the keys, and .* state 7/],
    ],
  ])("%s", async (_, counters, ds, seen, gaps) => {
    const parent = await startParent(`signed 3600 IN NS ns1.signed\nns1.signed 3600 IN A 127.0.0.1\n${ds}`);
    onTestFinished(parent.stop);
    const nameservers: Nameserver[] = [];
    for (const [index, kind] of (["nsd", "knot"] as const).entries()) {
      const started = await startReference(kind, [zoneOf("signed.example.", written(counters[index]!))]);
      onTestFinished(started.stop);
      nameservers.push({ name: kind, address: "127.0.0.1", port: started.port });
    }
    const servers = [{ name: "a.root.", address: "127.0.0.1", port: parent.rootPort }];
    const way = { asker: builtInClient, resolver: async () => [], port: parent.parentPort };
    const where = { nameservers, start: { ...ROOT_ZONE, servers }, way };
    const found = await lookAtKeys({ origin: ZONE }, where, "drift", { look: lookAt, now });
    expect(found.look).toEqual({ at: NOW, by: "drift", ...seen });
    expect(found.gaps).toHaveLength(gaps.length);
    for (const [index, gap] of gaps.entries()) expect(found.gaps[index]).toMatch(gap);
  });
});

const REPLY = {
  outcome: "reply",
  rcode: 0,
  aa: true,
  answer: [],
  authority: [],
  additional: [],
} as unknown as Reply; // no more is read
const [SOA_RECORD] = zoneOf("signed.example.", written(7)).records; // the SOA is the first
const SIGNED: Answer[] = [
  { ...REPLY, answer: [{ owner: ZONE, type: SIGNING_POLICY, ttl: 3_600, rdata: policy(7) }] },
  { ...REPLY, answer: [SOA_RECORD!] },
  REPLY,
];
const UNSIGNED: Answer[] = [REPLY, { ...REPLY, answer: [SOA_RECORD!] }, REPLY];
const SILENT: Answer = { outcome: "no-reply", reason: "timed out" } as unknown as Answer; // no more is read

describe("what one nameserver says", () => {
  test.each<[what: string, answers: Answer[], counter: number | undefined, gap?: RegExp]>([
    ["the state of its keys", SIGNED, 7],
    ["that nothing signs the zone", UNSIGNED, 0],
    ["nothing", [SILENT, SILENT, SILENT], undefined, /is silent: timed out/],
    ["nothing of its keys", [SILENT, SIGNED[1]!, REPLY], undefined, /is silent/],
    [
      "as a cache does",
      SIGNED.map((answer) => ({ ...answer, aa: false })),
      undefined,
      /does not answer for the zone/,
    ],
    [
      "that it fails",
      SIGNED.map((answer) => ({ ...answer, rcode: 2 })),
      undefined,
      /does not answer for the zone/,
    ],
    ["that there is no such zone", [REPLY, REPLY, REPLY], undefined, /does not answer for the zone/],
    [
      "a state in a form of tomorrow",
      [
        { ...REPLY, answer: [{ owner: ZONE, type: SIGNING_POLICY, ttl: 0, rdata: "v=2" }] },
        SIGNED[1]!,
        REPLY,
      ],
      undefined,
      /in a form that is not known here/,
    ],
  ])("%s", async (_, answers, counter, gap) => {
    const way = {
      asker: { ...builtInClient, noRoute: async () => "there is none" },
      resolver: async () => [],
      port: 53,
    };
    const nameservers = [{ name: "ns1.example.net.", address: "192.0.2.53", port: 53 }];
    const where = { nameservers, start: { ...ROOT_ZONE, servers: [] }, way };
    const found = await lookAtKeys({ origin: ZONE }, where, "drift", { look: async () => answers, now });
    expect(found.look.counter).toBe(counter);
    expect(found.look.ds).toBeUndefined();
    expect(found.gaps.filter((each) => !each.startsWith("the parent was not found"))).toEqual(
      gap === undefined ? [] : [expect.stringMatching(gap)],
    );
  });
});
