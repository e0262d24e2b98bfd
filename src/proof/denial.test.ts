import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Message } from "../../dns/message.ts";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { finishZones } from "../../test/differential/finish-zones.ts";
import { makeQuestions } from "../../test/differential/make-questions.ts";
import { makeUniverse } from "../../test/differential/make-universe.ts";
import { serveZones } from "../../test/serve-zones.ts";
import { expectedClaims, provedClaims } from "../../test/signed/denial-claims.ts";
import { requireTool } from "../../test/tools.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import { modelZones } from "../verify/zone-model.ts";
import { readDenials } from "./denial.ts";
import { readSignatures } from "./denial-signatures.ts";
import type { Denial } from "./denial-value.ts";

function readZone(name: string): Zone {
  return zoneOf(
    "example.",
    readFileSync(join(import.meta.dirname, "../../test/zones", `${name}.zone`), "latin1"),
  );
}
const NSEC_ZONE = readZone("rfc4035-a");
const NSEC3_ZONE = readZone("rfc5155-a");
const EXAMPLE = () => nameOf("example.");

function read(question: string, message: Pick<Message, "rcode" | "answer" | "authority">): Denial[] {
  const [name = "", type = ""] = question.split(" ");
  const { rcode, answer, authority } = message;
  return readDenials({ name: nameOf(name), type: typeOf(type), rcode, answer, authority }, EXAMPLE);
}

function ask(zone: Zone, question: string): Message {
  const [name = "", type = ""] = question.split(" ");
  return serveZones([zone])(nameOf(name), typeOf(type), true);
}

/** In words: kind, name and type; then closest encloser and wildcard, and opt-out. */
function say(denial: Denial): string {
  if (denial.kind === "nothing") return `nothing: ${denial.reason}`;
  const { kind, name, type, closestEncloser, wildcard, optOut } = denial;
  return [
    `${kind} ${printName(name)}`,
    ...(type === undefined ? [] : [typeName(type)]),
    `below ${printName(closestEncloser)}`,
    ...(wildcard === undefined ? [] : [printName(wildcard)]),
    ...(optOut ? ["opt-out"] : []),
  ].join(" ");
}

describe("the examples of the RFCs prove what they are for", () => {
  test.each([
    ["B.1 Answer", "x.w.example. MX", []],
    ["B.2 Name Error", "ml.example. A", ["no-name ml.example. below example. *.example."]],
    ["B.3 No Data Error", "ns1.example. MX", ["no-type ns1.example. MX below ns1.example."]],
    ["B.4 Referral to Signed Zone", "mc.a.example. MX", []],
    [
      "B.5 Referral to Unsigned Zone",
      "mc.b.example. MX",
      ["insecure-delegation b.example. DS below b.example."],
    ],
    [
      "B.6 Wildcard Expansion",
      "a.z.w.example. MX",
      ["wildcard a.z.w.example. below w.example. *.w.example."],
    ],
    [
      "B.7 Wildcard No Data Error",
      "a.z.w.example. AAAA",
      ["no-type a.z.w.example. AAAA below w.example. *.w.example."],
    ],
    ["B.8 DS Child Zone No Data Error", "example. DS", ["no-type example. DS below example."]],
    ["an empty non-terminal", "y.w.example. A", ["no-type y.w.example. A below y.w.example."]],
    ["the wildcard itself", "*.w.example. A", ["no-type *.w.example. A below *.w.example."]],
  ])("RFC 4035 %s: %s", (_, question, denials) => {
    expect(read(question, ask(NSEC_ZONE, question)).map(say)).toEqual(denials);
  });

  test.each([
    [
      "B.1 Name Error",
      "a.c.x.w.example. A",
      ["no-name a.c.x.w.example. below x.w.example. *.x.w.example. opt-out"],
    ],
    ["B.2 No Data Error", "ns1.example. MX", ["no-type ns1.example. MX below ns1.example."]],
    [
      "B.2.1 No Data Error, Empty Non-Terminal",
      "y.w.example. A",
      ["no-type y.w.example. A below y.w.example."],
    ],
    [
      "B.3 Referral to an Opt-Out Unsigned Zone",
      "mc.c.example. MX",
      ["insecure-delegation c.example. DS below example. opt-out"],
    ],
    [
      "B.4 Wildcard Expansion",
      "a.z.w.example. MX",
      ["wildcard a.z.w.example. below w.example. *.w.example. opt-out"],
    ],
    [
      "B.5 Wildcard No Data Error",
      "a.z.w.example. AAAA",
      ["no-type a.z.w.example. AAAA below w.example. opt-out"],
    ],
    ["B.6 DS Child Zone No Data Error", "example. DS", ["no-type example. DS below example."]],
  ])("RFC 5155 %s: %s", (_, question, denials) => {
    expect(read(question, ask(NSEC3_ZONE, question)).map(say)).toEqual(denials);
  });
});

type Damage = (authority: readonly ZoneRecord[]) => readonly ZoneRecord[];
const without =
  (owner: string): Damage =>
  (authority) =>
    authority.filter((record) => !printRecord(record).startsWith(`${owner} `));
const instead =
  (from: string, to: string): Damage =>
  (authority) => {
    const lines = authority.map((record) => printRecord(record).replace(from, to));
    return zoneOf(".", lines.join("\n")).records;
  };

describe("a damaged proof proves nothing", () => {
  test.each<[string, string, Damage, string]>([
    [
      "no NSEC at all",
      "ml.example. A",
      (all) => all.filter(({ type }) => type !== typeOf("NSEC")),
      "there is no NSEC or NSEC3 of the zone",
    ],
    ["without what covers the name", "ml.example. A", without("b.example."), "no NSEC covers ml.example."],
    ["without what covers the wildcard", "ml.example. A", without("example."), "no NSEC covers *.example."],
    [
      "with another owner",
      "ml.example. A",
      instead("b.example. 3600 IN NSEC", "n.example. 3600 IN NSEC"),
      "no NSEC covers ml.example.",
    ],
    [
      "with another next name",
      "ml.example. A",
      instead("NSEC ns1.example.", "NSEC c.example."),
      "no NSEC covers ml.example.",
    ],
    [
      "the name exists, empty",
      "ml.example. A",
      instead("NSEC ns1.example.", "NSEC x.ml.example."),
      "ml.example. exists, for x.ml.example. is below it",
    ],
    [
      "the type is there",
      "ns1.example. MX",
      instead("NSEC ns2.example. A", "NSEC ns2.example. A MX"),
      "the NSEC of ns1.example. has the type",
    ],
    [
      "an alias is there",
      "ns1.example. MX",
      instead("NSEC ns2.example. A", "NSEC ns2.example. CNAME"),
      "the NSEC of ns1.example. has CNAME",
    ],
    [
      "the parent speaks for the child",
      "ns1.example. MX",
      instead("NSEC ns2.example. A", "NSEC ns2.example. NS"),
      "the NSEC of ns1.example. is the parent's",
    ],
    [
      "a name of another zone",
      "ns1.example. MX",
      instead("ns1.example. 3600 IN NSEC", "ns1.example.net. 3600 IN NSEC"),
      "there is no NSEC or NSEC3 of the zone",
    ],
    [
      "a DS is there",
      "mc.b.example. MX",
      instead("NS RRSIG NSEC", "NS DS RRSIG NSEC"),
      "the NSEC says that there is DS",
    ],
    [
      "no delegation is there",
      "mc.b.example. MX",
      instead("NS RRSIG NSEC", "A RRSIG NSEC"),
      "the NSEC is of no delegation",
    ],
    [
      "a wildcard without its proof",
      "a.z.w.example. MX",
      without("x.y.w.example."),
      "there is no NSEC or NSEC3 of the zone",
    ],
    [
      "a name nearer than the wildcard",
      "a.z.w.example. MX",
      instead("NSEC xx.example.", "NSEC b.z.w.example."),
      "z.w.example. exists, so *.w.example. does not reach a.z.w.example.",
    ],
    [
      "no data at a wildcard without its own",
      "a.z.w.example. AAAA",
      without("*.w.example."),
      "no NSEC is of *.w.example.",
    ],
    [
      "below a cut its parent knows nothing",
      "x.ml.example. A",
      instead("b.example. 3600 IN NSEC ns1.example. NS", "ml.example. 3600 IN NSEC ns1.example. NS"),
      "no NSEC covers x.ml.example.",
    ],
  ])("NSEC: %s", (_, question, damage, reason) => {
    expectNothing(NSEC_ZONE, question, damage, reason);
  });

  test.each<[string, string, Damage, string]>([
    [
      "without the closest encloser",
      "a.c.x.w.example. A",
      without("b4um86eghhds6nea196smvmlo4ors995.example."),
      "no NSEC3 covers w.example.",
    ],
    [
      "without what covers the next closer name",
      "a.c.x.w.example. A",
      without("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example."),
      "no NSEC3 covers c.x.w.example.",
    ],
    [
      "without what covers the wildcard",
      "a.c.x.w.example. A",
      without("35mthgpgcu1qg68fab165klnsnk3dpvl.example."),
      "no NSEC3 covers *.x.w.example.",
    ],
    [
      "with another salt",
      "ns1.example. MX",
      instead("12 aabbccdd", "12 aabbccde"),
      "no NSEC3 is of a name above ns1.example.",
    ],
    [
      "with other iterations",
      "ns1.example. MX",
      instead("12 aabbccdd", "11 aabbccdd"),
      "no NSEC3 is of a name above ns1.example.",
    ],
    [
      "with a flag that nobody knows",
      "ns1.example. MX",
      instead("NSEC3 1 1", "NSEC3 1 3"),
      "there is no NSEC or NSEC3 of the zone",
    ],
    [
      "the type is there",
      "ns1.example. MX",
      instead("A RRSIG", "A MX RRSIG"),
      "the NSEC3 of ns1.example. has the type",
    ],
    [
      "a referral without opt-out",
      "mc.c.example. MX",
      instead(
        "35mthgpgcu1qg68fab165klnsnk3dpvl.example. 3600 IN NSEC3 1 1",
        "35mthgpgcu1qg68fab165klnsnk3dpvl.example. 3600 IN NSEC3 1 0",
      ),
      "what covers the delegation has no opt-out",
    ],
    [
      "a wildcard without its proof",
      "a.z.w.example. MX",
      without("q04jkcevqvmu85r014c7dkba38o0ji5r.example."),
      "there is no NSEC or NSEC3 of the zone",
    ],
    [
      "the closest encloser is a delegation",
      "a.c.x.w.example. A",
      instead(" MX RRSIG", " NS RRSIG"),
      "x.w.example. is a delegation or a DNAME",
    ],
  ])("NSEC3: %s", (_, question, damage, reason) => {
    expectNothing(NSEC3_ZONE, question, damage, reason);
  });

  function expectNothing(zone: Zone, question: string, damage: Damage, reason: string): void {
    const message = ask(zone, question);
    const authority = damage(message.authority);
    expect(authority.map(printRecord)).not.toEqual(message.authority.map(printRecord));
    expect(read(question, { ...message, authority } as Message).map(say)).toEqual([`nothing: ${reason}`]);
  }
});

test("says of each RRset whether signatures stand beside it, and of which wildcard it was made", () => {
  const { answer, authority } = ask(NSEC_ZONE, "a.z.w.example. MX");
  const say = (section: readonly ZoneRecord[]) =>
    readSignatures(section).map(({ owner, type, records, signatures, wildcard, fits }) =>
      [printName(owner), typeName(type), records, signatures, wildcard && printName(wildcard), fits].join(
        " ",
      ),
    );
  expect(say(answer)).toEqual(["a.z.w.example. MX 1 1 *.w.example. true"]);
  expect(say(authority)).toEqual(["x.y.w.example. NSEC 1 1  true"]);
  expect(say(authority.filter(({ type }) => type === typeOf("NSEC")))).toEqual([
    "x.y.w.example. NSEC 1 0  true",
  ]);
  const shorter = zoneOf(".", answer.map((record) => printRecord(record).replace("a.z.w.", "")).join("\n"));
  expect(say(shorter.records)).toEqual(["example. MX 1 1  false"]);
});

const tools = [requireTool("dnssec-signzone", "bind9-utils"), requireTool("ldns-signzone", "ldnsutils")];

test.skipIf(tools.includes(false))(
  "our server proves what the model denies, in random signed zones",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat({ max: 29 }), async (seed, number) => {
        const zones = await finishZones(makeUniverse(seed, number, number % 10 === 9).zones);
        const models = modelZones(zones);
        const ask = serveZones(zones);
        for (const { name, type } of makeQuestions(seed, number, zones, 400)) {
          if (isTransfer(type)) continue;
          const message = ask(name, type, true);
          if (message.flags.tc) continue;
          expect(provedClaims(models, name, type, message)).toEqual(expectedClaims(models, name, type));
        }
      }),
      { numRuns: 8 },
    );
  },
);

function isTransfer(type: number): boolean {
  return type === typeOf("AXFR") || type === typeOf("IXFR");
}
