import { describe, expect, onTestFinished, test } from "vitest";
import { startReference } from "../../test/reference-nameservers.ts";
import { signZone } from "../../test/sign-zone.ts";
import { requireTool } from "../../test/tools.ts";
import { PATIENT } from "../../test/verify-settings.ts";
import { typeOf, zoneOf } from "../../test/zone-text.ts";
import { findDig } from "../world/dig.ts";
import { builtInClient } from "../world/dns-client.ts";
import { makeChecks } from "./checks.ts";
import { verify } from "./verify.ts";

const ZONE = zoneOf(
  "example.com.",
  `
@      SOA ns1 hostmaster 1 7200 3600 1209600 60
@      NS ns1
@      MX 10 mail
ns1    A 192.0.2.1
mail   A 192.0.2.2
a.ent  TXT "below an empty non-terminal"
*.wild A 192.0.2.3
alias  CNAME mail
secure NS ns.secure
secure DS 12345 8 2 ${"ab".repeat(32)}
ns.secure A 192.0.2.4
open   NS ns.open
ns.open A 192.0.2.5
old    DNAME example.net.
`,
);

const hasTools = [
  requireTool("dnssec-signzone", "bind9utils"),
  requireTool("dig", "bind9-dnsutils"),
  requireTool("nsd", "nsd"),
  requireTool("knotd", "knot"),
].every((has) => has);

describe.skipIf(!hasTools)("a zone signed with", () => {
  test.each([
    ["nsec", "nsd"],
    ["nsec", "knot"],
    ["nsec3", "nsd"],
    ["nsec3", "knot"],
    ["nsec", "zonepipe"],
    ["nsec3", "zonepipe"],
  ] as const)("%s, served by %s, passes with its signatures", async (denial, reference) => {
    const zone = await signZone(ZONE, denial);
    const questions = makeChecks([{ zone }], "signed").map(({ question }) => question);
    expect(questions.filter(({ dnssec }) => dnssec).length).toBeGreaterThan(10);
    for (const type of ["RRSIG", "NSEC3"])
      expect(questions.map((asked) => asked.type)).not.toContain(typeOf(type));

    const { port, stop } = await startReference(reference, [zone]);
    onTestFinished(stop);
    for (const asker of [builtInClient, (await findDig())!]) {
      const nameserver = { name: reference, address: "127.0.0.1", port };
      const { paths } = await verify([{ zone }], [nameserver], asker, PATIENT);
      expect(paths.flatMap(({ misses }) => misses)).toEqual([]);
      for (const { asked, passed, instead } of paths) expect([passed, instead]).toEqual([asked, 0]);
    }
  });
});
