import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isName, type Name, parseName } from "../../dns/name.ts";
import { makeTestKey, writtenZone } from "../signing/written-zone.ts";

const HEAD = "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";
const KEY = makeTestKey();
const ALIAS = "\\# 13 036f7574076578616d706c6500"; // out.example.

/**
 * Zones in a folder that have all that tables can hold: names in rdata with pointers, wildcards, aliases, a DNAME, delegations with glue,
 * additional data, chains of SVCB, an ALIAS, NSEC and NSEC3 of others, a journal, an included file, a warning, a zone in a zone, and one that
 * is to be signed.
 */
export function zonesForTables(folder: string, denial: "nsec" | "nsec3" = "nsec"): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write(
    "a.example.zone",
    `${HEAD}$INCLUDE hosts
@ MX 10 mail
@ MX 20 mail.other.example.
@ TXT "text"
mail A 192.0.2.7
mail AAAA 2001:db8::7
www CNAME web
web A 192.0.2.2
far CNAME www.c.example.
gone CNAME nothing.web
*.wild MX 10 mail.wild
*.wild A 192.0.2.3
deep.below.nothing TXT "x"
sub NS ns.sub
sub NS ns.other.example.
ns.sub A 192.0.2.9
moved DNAME c.example.
_sip._tcp SRV 1 2 5060 mail
svc HTTPS 0 svc2
svc2 HTTPS 1 . alpn=h2
svc2 A 192.0.2.4
svc3 SVCB 1 mail port=53
inner NS ns.inner
ns.inner A 192.0.2.5
other TYPE65401 ${ALIAS}
srv MX 5 other
`,
  );
  write("hosts", "host-1 A 192.0.2.10\nhost-2 A 192.0.2.11\n");
  write("inner.a.example.zone", `${HEAD}www A 192.0.2.20\n`);
  write("c.example.zone", `${HEAD}www A 192.0.2.30\nwww AAAA 2001:db8::30\n`);
  write(
    "signed.example.zone",
    writtenZone("signed.example.", HEAD, { keys: [KEY.policy], base: 2900, windows: 3 }),
  );
  const signed = denial === "nsec" ? "rfc4035-a.zone" : "rfc5155-a.zone";
  write("example.zone", readFileSync(join(import.meta.dirname, "../zones", signed), "latin1"));
  const journal = join(folder, "a.example.journal");
  mkdirSync(journal);
  const soa = (serial: number) => `@ 300 SOA ns host ${serial} 7200 3600 1209600 60\n`;
  writeFileSync(join(journal, "6-7.removed"), `${soa(6)}old 300 A 192.0.2.99\n`);
  writeFileSync(join(journal, "6-7.added"), `${soa(7)}web 300 A 192.0.2.2\n`);
  // It leads nowhere: a warning.
  const other = join(folder, "c.example.journal");
  mkdirSync(other);
  writeFileSync(join(other, "3-4.removed"), soa(3));
  writeFileSync(join(other, "3-4.added"), soa(4));
}

/** A name, of which nobody doubts that it is one. */
export function parseZoneName(text: string): Name {
  const name = parseName(text);
  if (!isName(name)) throw new Error(name.message);
  return name;
}
