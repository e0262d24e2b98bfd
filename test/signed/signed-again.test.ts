import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBelow, type Name, parentOf, printName } from "../../dns/name.ts";
import { NSEC3 } from "../../dns/type-numbers.ts";
import type { Zone } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { hashOf } from "../../src/proof/denial-hash.ts";
import { builtServer } from "../built-bundles.ts";
import { printZone } from "../differential/print-zone.ts";
import { type OurServer, startOurServer } from "../our-server.ts";
import { type Ask, serveText } from "../serve-text.ts";
import { chainOf } from "../signing/peer-chain.ts";
import { makeKey, signWith } from "../signing/sign-with.ts";
import { makeTestKey, writtenZone } from "../signing/written-zone.ts";
import { requireTool } from "../tools.ts";
import { nameOf, zoneOf } from "../zone-text.ts";
import type { Verdict } from "./questions.ts";
import { type Example, RFC_4035, RFC_5155 } from "./rfc-examples.ts";
import { recordsOf } from "./signed-records.ts";
import { makeDelv, makeUnbound } from "./validators.ts";

/** What a signer makes: RRSIG, NSEC, DNSKEY, NSEC3 and NSEC3PARAM. */
const MADE: ReadonlySet<number> = new Set([46, 47, 48, 50, 51]);
/** What stands at the apex of a zone that we sign and not at that of the RFC: CDS, CDNSKEY, ZONEMD and the policy. */
const OURS = / CDS CDNSKEY ZONEMD TYPE65403(?=$| )/;
/** How the zone of RFC 5155 hashes, and how ours do (RFC 9276 §3.1). */
const THEIR_HASH = { iterations: 12, salt: "\xaa\xbb\xcc\xdd" };
const OUR_HASH = { iterations: 0, salt: "" };
const PATIENCE = 120_000;

const rfc4035 = readFileSync(join(import.meta.dirname, "../zones/rfc4035-a.zone"), "latin1");
const rfc5155 = readFileSync(join(import.meta.dirname, "../zones/rfc5155-a.zone"), "latin1");

/** The zone without what its signer made. */
function bare(text: string): Zone {
  const { origin, records } = zoneOf("example.", text);
  return { origin, records: records.filter(({ type }) => !MADE.has(type)) };
}

describe("the zone of RFC 4035, signed by us", () => {
  const signed = signWith(bare(rfc4035), [makeKey(13)]);
  const text = printZone(signed);
  const ask = serveText({ "example.": text });

  test("has the chain that it has there", () => {
    const ours = chainOf(signed).map((line) => line.replace(OURS, ""));
    expect(ours).toEqual(chainOf(zoneOf("example.", rfc4035)));
  });

  test.each(RFC_4035)("answers as there, $section: $question", (example) => {
    expect(answered(ask, example)).toEqual(expected(text, example, example.authority ?? []));
  });
});

describe("the zone of RFC 5155, signed by us", () => {
  const signed = signWith(bare(rfc5155), [makeKey(13)], { denial: "nsec3" });
  const text = printZone(signed);
  const ask = serveText({ "example.": text });

  test("has the names and types in its chain that it has there, and what is opted out there", () => {
    const theirs = typesByName(zoneOf("example.", rfc5155), THEIR_HASH);
    const ours = typesByName(signed, OUR_HASH).map((line) => line.replace(OURS, ""));
    expect(ours).toEqual([...theirs, "c.example. NS"].sort());
  });

  test.each(RFC_5155)("answers as there, with the same proofs, $section: $question", (example) => {
    const proof = (example.proof ?? []).map((claim) => `${ownerOf(signed, ...claim)} NSEC3`);
    const others = (example.authority ?? []).filter((rrset) => !rrset.endsWith(" NSEC3"));
    expect(answered(ask, example)).toEqual(expected(text, example, [...new Set([...others, ...proof])]));
  });
});

function answered(ask: Ask, { question }: Example): string[] {
  const [head = "", ...records] = ask(question, { do: true, tcp: true });
  return [head, ...records.sort()];
}

function expected(text: string, example: Example, authority: readonly string[]): string[] {
  const [owner = ""] = example.question.split(" ");
  const answer = recordsOf(text, example.answer).map((line) => line.replace(/^\*\.\S+/, owner));
  const proof = recordsOf(text, authority).map((line) => `authority: ${line}`);
  const additional = recordsOf(text, example.additional).map((line) => `additional: ${line}`);
  return [example.head, ...[...answer, ...proof, ...additional].sort()];
}

/** Each name of the chain of NSEC3 in words, with its types. */
function typesByName({ origin, records }: Zone, how: typeof THEIR_HASH): string[] {
  const names = new Set<Name>([origin]);
  for (const { owner } of records)
    for (let name = owner; isBelow(name, origin); name = parentOf(name)) names.add(name);
  const byHash = new Map([...names].map((name) => [hashOf(name, how), printName(name)]));
  return records
    .filter(({ type }) => type === NSEC3)
    .map((record) => {
      const [owner = "", , , , , , , , , ...types] = printRecord(record).split(" ");
      return [byHash.get(owner.split(".")[0]!), ...types].join(" ");
    })
    .sort();
}

/** The NSEC3 record that matches a name, or covers it (RFC 5155 §1.3). */
function ownerOf({ records }: Zone, how: "matches" | "covers", name: string): string {
  const hash = hashOf(nameOf(name), OUR_HASH);
  const hashes = records
    .filter(({ type }) => type === NSEC3)
    .map(({ owner }) => owner.slice(1, 33).toLowerCase())
    .sort();
  const found =
    how === "matches" ? hashes.find((each) => each === hash) : hashes.findLast((each) => each < hash);
  return `${found ?? hashes.at(-1)}.example.`;
}

describe.skipIf(!requireTool("delv", "bind9-dnsutils") || !requireTool("unbound-host", "unbound-host"))(
  "validators take every answer of them",
  () => {
    let folder: string;
    const servers: OurServer[] = [];
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "zonepipe-signed-again-"));
    });
    afterAll(async () => {
      await Promise.all(servers.map((server) => server.stop()));
      rmSync(folder, { recursive: true, force: true });
    });

    const OF_THE_PARENT = "example. DS"; // a resolver asks nobody else, and here is none
    /** Without a child to be asked, a referral leads nowhere: its DS is asked for in its place. */
    const REFERRAL = /^mc\.(.*) MX$/;

    test.each([
      ["RFC 4035", rfc4035, "nsec", RFC_4035],
      ["RFC 5155", rfc5155, "nsec3", RFC_5155],
    ] as const)("%s", { timeout: PATIENCE }, async (rfc, source, denial, examples) => {
      const key = makeTestKey();
      const text = bare(source).records.map(printRecord).join("\n");
      const where = mkdtempSync(join(folder, "zone-"));
      writeFileSync(
        join(where, "example.zone"),
        writtenZone("example.", text, { keys: [key.policy], denial }),
      );
      writeFileSync(join(where, "key.pem"), key.pem);
      const words = ["--dnssec-keys", where];
      const server = await startOurServer(where, words, await builtServer());
      servers.push(server);
      const base64 = Buffer.from(key.policy.publicKey, "latin1").toString("base64");
      const anchored = { origin: "example", text: "", ds: "", anchor: ["257", "3", "13", base64] as const };
      const delv = await makeDelv(where, anchored, server.port);
      const unbound = await makeUnbound(where, anchored, server.port);
      const verdicts: Record<string, readonly Verdict[]> = {};
      const asked = examples.filter(({ question }) => question !== OF_THE_PARENT);
      for (const { question } of asked) {
        const [name = "", type = ""] = question.replace(REFERRAL, "$1 DS").split(" ");
        verdicts[`${rfc} ${name} ${type}`] = [await delv(name, type), await unbound(name, type)];
      }
      expect(Object.values(verdicts).flat()).toEqual(asked.flatMap(() => ["secure", "secure"]));
    });
  },
);
