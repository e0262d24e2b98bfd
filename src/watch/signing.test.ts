import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Zone } from "../../dns/zone.ts";
import { type ReferenceNameserver, startReference } from "../../test/reference-nameservers.ts";
import { signZone } from "../../test/sign-zone.ts";
import { requireTool } from "../../test/tools.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { lookAt } from "../world/dns-client-look.ts";
import { DAY } from "./days.ts";
import { type Signing, signingOf } from "./signing.ts";
import { watchSignatures } from "./watch-signatures.ts";

const TEXT = `@ 3600 IN SOA ns1 hostmaster 1 3600 600 86400 300
@ 3600 IN NS ns1
ns1 3600 IN A 192.0.2.53
`;
const PLAIN = zoneOf("example.com.", TEXT);
const NOW = new Date("2026-11-22T12:00:00Z");

/** The zone with a signature over the A records of ns1 for each of these ends. */
function signedUntil(...ends: readonly string[]): Zone {
  const lines = ends.map(
    (end) => `ns1 3600 IN RRSIG A 13 3 3600 ${end} 20261101000000 60485 example.com. ${"A".repeat(86)}==\n`,
  );
  return zoneOf("example.com.", TEXT + lines.join(""));
}

const found = (signing: Signing, now: Date) =>
  watchSignatures([{ origin: PLAIN.origin, signing }], now).findings.map(
    ({ weight, message }) => `${weight} ${message}`,
  );

describe("signatures that are written in a zone", () => {
  const SENTENCE = (verb: string) =>
    `alarm example.com.: the signature of ns1.example.com. A ${verb}, as it is written: after that, validating resolvers answer SERVFAIL`;

  test.each<[string, readonly string[], string[]]>([
    ["none", [], []],
    ["one that lasts eight days", ["20261130120000"], []],
    ["one that lasts seven", ["20261129120000"], [SENTENCE("ends on 2026-11-29 at 12:00 UTC")]],
    ["one that has ended", ["20261121120000"], [SENTENCE("ended on 2026-11-21 at 12:00 UTC")]],
    ["an old one beside a new one", ["20261123000000", "20261220000000"], []],
    ["one that ends after the seconds began anew in 2106", ["21070101000000"], []],
  ])("%s", async (_, ends, expected) => {
    const now = ends[0]?.startsWith("2107") ? new Date("2106-12-01T00:00:00Z") : NOW;
    const signing = await signingOf(signedUntil(...ends), [], false, { look: lookAt, now: () => now });
    expect(found(signing, now)).toEqual(expected);
  });
});

describe.skipIf(!requireTool("knotd", "knot") || !requireTool("dnssec-signzone", "bind9-utils"))(
  "signatures that a nameserver answers for a zone that git has without them",
  () => {
    let signed: Zone;
    let server: ReferenceNameserver;
    beforeAll(async () => {
      signed = await signZone(PLAIN, "nsec"); // for 30 days from now on
      server = await startReference("knot", [signed]);
    });
    afterAll(() => server?.stop());

    test("are seen at its apex, with the keys", async () => {
      const nameserver = { name: "ns1.example.com.", address: "127.0.0.1", port: server.port };
      const now = new Date();
      const world = { look: lookAt, now: () => now };
      const signing = await signingOf(PLAIN, [{ nameserver }], false, world);
      expect(signing.keys).toHaveLength(2);
      expect(found(signing, now)).toEqual([]);
      const later = new Date(now.getTime() + 24 * DAY);
      expect(found(signing, later).join()).toMatch(/at ns1\.example\.com\. \(127\.0\.0\.1\)/);
      const given = await signingOf(PLAIN, [{ nameserver, records: signed.records }], false, world);
      expect(given.first!.ends.getTime()).toBe(signing.first!.ends.getTime());
    });
  },
);

test("keys are not known where those who could tell are silent", async () => {
  const world = { look: lookAt, now: () => NOW };
  expect((await signingOf(PLAIN, [], true, world)).keys).toBeUndefined();
  expect((await signingOf(PLAIN, [], false, world)).keys).toEqual([]);
});
