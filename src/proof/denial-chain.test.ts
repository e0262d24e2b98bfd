import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { printName } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { parentZone } from "../../test/signed/example-zone.ts";
import { type Signing, sign } from "../../test/signed/sign.ts";
import { requireTool } from "../../test/tools.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { chainGoesAround } from "./denial-chain.ts";

const text = (name: string) =>
  readFileSync(join(import.meta.dirname, "../../test/zones", `${name}.zone`), "latin1");
const NSEC_TEXT = text("rfc4035-a");
const NSEC3_TEXT = text("rfc5155-a");

function findings(zone: Zone): string[] {
  return chainGoesAround(zone).map(({ chain, owner, message }) => `${chain}, ${printName(owner)} ${message}`);
}

test.each([
  ["RFC 4035", NSEC_TEXT],
  ["RFC 5155", NSEC3_TEXT],
])("the zone of %s has nothing wrong", (_, zone) => {
  expect(findings(zoneOf("example.", zone))).toEqual([]);
});

test("NSEC in a zone that is not signed is data", () => {
  expect(findings(zoneOf("example.", "@ SOA ns h 1 2 3 4 5\n@ NS ns\na NSEC x A\n"))).toEqual([]);
});

const H = "NSEC3 12 aabbccdd";

describe("what is wrong is found", () => {
  test.each<[string, RegExp, string, string[]]>([
    [
      "a link that passes one over",
      /^ai NSEC b /m,
      "ai NSEC ns1 ",
      ["NSEC, ai.example. It does not lead to the next, which is b.example."],
    ],
    [
      "a link into nowhere",
      /^ai NSEC b /m,
      "ai NSEC bb ",
      ["NSEC, ai.example. It does not lead to the next, which is b.example."],
    ],
    [
      "one that is left out",
      /^b NSEC .*$/m,
      "",
      [
        "NSEC, ai.example. It does not lead to the next, which is ns1.example.",
        "NSEC, b.example. b.example. is not in the chain",
      ],
    ],
    [
      "the last that does not lead to the first",
      /^xx NSEC @ /m,
      "xx NSEC a ",
      ["NSEC, xx.example. It does not lead to the next, which is example."],
    ],
    [
      "a type that is not there",
      /^ns1 NSEC ns2 A /m,
      "ns1 NSEC ns2 A MX ",
      ["NSEC, ns1.example. It says A MX RRSIG NSEC; expected A RRSIG NSEC"],
    ],
    [
      "a type that is not told",
      /^ns1 NSEC ns2 A /m,
      "ns1 NSEC ns2 ",
      ["NSEC, ns1.example. It says RRSIG NSEC; expected A RRSIG NSEC"],
    ],
    [
      "a record that was added later",
      /^ai NSEC b /m,
      "bb A 192.0.2.1\nai NSEC b ",
      ["NSEC, bb.example. bb.example. is not in the chain"],
    ],
    ["NSEC at an empty name", /^ai NSEC b /m, "w NSEC x A\nai NSEC b ", []],
  ])("NSEC: %s", (_, from, to, expected) => {
    const changed = NSEC_TEXT.replace(from, to);
    expect(changed).not.toBe(NSEC_TEXT);
    const found = findings(zoneOf("example.", changed));
    if (expected.length > 0) expect(found).toEqual(expected);
    else expect(found.length).toBeGreaterThan(0);
  });

  test.each<[string, RegExp, string, string[]]>([
    [
      "a link that passes one over",
      /(?<=aabbccdd )2vptu5timamqttgl4luu9kg21e0aor3s/,
      "35mthgpgcu1qg68fab165klnsnk3dpvl",
      [
        `${H}, 2t7b4g4vsa5smi47k61mv5bv1a22bojr.example. It does not lead to the next, which is 2vptu5timamqttgl4luu9kg21e0aor3s.example.`,
      ],
    ],
    [
      "a link of no name",
      /^2vptu5timamqttgl4luu9kg21e0aor3s NSEC3 (.*)$/m,
      "2vptu5timamqttgl4luu9kg21e0aor3s NSEC3 $1\n2vptu5timamqttgl4luu9kg21e0aor4s NSEC3 $1",
      [
        `${H}, 2vptu5timamqttgl4luu9kg21e0aor3s.example. It does not lead to the next, which is 2vptu5timamqttgl4luu9kg21e0aor4s.example.`,
        `${H}, 2vptu5timamqttgl4luu9kg21e0aor4s.example. It is of no name of the zone`,
      ],
    ],
    [
      "a type that is not told",
      /(?<=gjeqe526plbf1g8mklp59enfd789njgi )MX RRSIG/,
      "RRSIG",
      [`${H}, b4um86eghhds6nea196smvmlo4ors995.example. It says RRSIG; expected MX RRSIG`],
    ],
    [
      "a name that opt-out may not leave out",
      /^ai A /m,
      "bb A 192.0.2.1\nai A ",
      [`${H}, bb.example. bb.example. is not in the chain`],
    ],
    [
      "a delegation where there is no opt-out",
      /NSEC3 1 1/g,
      "NSEC3 1 0",
      [`${H}, c.example. c.example. is not in the chain`],
    ],
  ])("NSEC3: %s", (_, from, to, expected) => {
    const changed = NSEC3_TEXT.replace(from, to);
    expect(changed).not.toBe(NSEC3_TEXT);
    expect(findings(zoneOf("example.", changed))).toEqual(expected);
  });
});

const tools = [requireTool("dnssec-signzone", "bind9-utils"), requireTool("ldns-signzone", "ldnsutils")];
const SIGNINGS: readonly Signing[] = (["ldns", "bind"] as const).flatMap((signer) =>
  (["NSEC", "NSEC3", "NSEC3 with opt-out"] as const).map((denial) => ({ signer, denial, algorithm: 13 })),
);

test.skipIf(tools.includes(false)).each(SIGNINGS)(
  "the chain that $signer makes as $denial goes around",
  async (signing) => {
    const folder = await mkdtemp(join(tmpdir(), "zonepipe-chain-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const ds = `secure DS 12345 13 2 ${"ab".repeat(32)}\n`;
    const signed = await sign(folder, "example.com", parentZone(ds), signing);
    const zone = zoneOf("example.com.", signed.text);
    expect(findings(zone)).toEqual([]);
    const links = zone.records.filter(({ type }) => type === 47 || type === 50);
    for (const link of links.slice(0, 3)) {
      const { records, origin } = zone;
      expect(findings({ origin, records: records.filter((record) => record !== link) })).not.toEqual([]);
    }
  },
);
