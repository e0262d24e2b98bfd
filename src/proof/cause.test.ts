import { describe, expect, test } from "vitest";
import { keyOf, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import { changesBetween } from "../plan/changes.ts";
import { causeOf } from "./cause.ts";
import { indexChanges } from "./change-index.ts";
import { makeSide } from "./side.ts";

/** Zones by their origins, without SOA and NS but where the text has its own. */
type Texts = { readonly [origin: string]: string };

interface Case {
  readonly name: string;
  readonly before: Texts;
  readonly after: Texts;
  /** What is asked, and the cause: its kind, and the record or zone that it names. */
  readonly causes: { readonly [question: string]: string };
}

const CASES: readonly Case[] = [
  {
    name: "an address changes",
    before: { "e.": "a A 192.0.2.1\nalias CNAME a\n@ MX 1 a\n_s SRV 0 0 1 a" },
    after: { "e.": "a A 192.0.2.2\nalias CNAME a\n@ MX 1 a\n_s SRV 0 0 1 a" },
    causes: {
      "a.e. A": "written a.e. A",
      "a.e. ANY": "written a.e. A",
      "alias.e. A": "alias a.e. A",
      "e. MX": "additional a.e. A",
      "_s.e. SRV": "additional a.e. A",
    },
  },
  {
    name: "the target of an ALIAS changes, and an address that another one leads to",
    before: {
      "e.": "a ALIAS x.g.\nlink CNAME a\n@ MX 1 a\nb ALIAS c.f.\n_s SRV 0 0 1 b",
      "f.": "c A 192.0.2.1",
    },
    after: {
      "e.": "a ALIAS y.g.\nlink CNAME a\n@ MX 1 a\nb ALIAS c.f.\n_s SRV 0 0 1 b",
      "f.": "c A 192.0.2.2",
    },
    causes: {
      "a.e. A": "written a.e. ALIAS",
      "a.e. AAAA": "written a.e. ALIAS",
      "link.e. A": "alias a.e. ALIAS",
      "e. MX": "additional a.e. ALIAS",
      "b.e. A": "alias c.f. A",
      "_s.e. SRV": "additional c.f. A",
    },
  },
  {
    name: "a wildcard's address changes",
    before: { "e.": "*.w A 192.0.2.1\nw MX 1 mail.w" },
    after: { "e.": "*.w A 192.0.2.2\nw MX 1 mail.w" },
    causes: {
      "*.w.e. A": "written *.w.e. A",
      "q.w.e. A": "wildcard *.w.e. A",
      "w.e. MX": "additional *.w.e. A",
    },
  },
  {
    name: "a new name stands in a wildcard's way",
    before: { "e.": "* A 192.0.2.1" },
    after: { "e.": "* A 192.0.2.1\nnew TXT t" },
    causes: {
      "new.e. TXT": "written new.e. TXT",
      "new.e. A": "exists new.e. TXT",
      "q.new.e. A": "exists new.e. TXT",
    },
  },
  {
    name: "a deep name makes an empty non-terminal that stands in a wildcard's way",
    before: { "e.": "* A 192.0.2.1" },
    after: { "e.": "* A 192.0.2.1\na.b.c TXT t" },
    causes: {
      "c.e. A": "exists a.b.c.e. TXT",
      "q.c.e. A": "exists a.b.c.e. TXT",
      "q.b.c.e. A": "exists a.b.c.e. TXT",
      "a.b.c.e. TXT": "written a.b.c.e. TXT",
    },
  },
  {
    name: "a name begins where nothing was",
    before: { "e.": "" },
    after: { "e.": "new TXT t" },
    causes: { "new.e. TXT": "written new.e. TXT", "new.e. A": "written new.e. TXT" },
  },
  {
    name: "a name ceases, and the wildcard answers",
    before: { "e.": "* A 192.0.2.1\nold TXT t\na.old TXT t" },
    after: { "e.": "* A 192.0.2.1" },
    causes: {
      "old.e. TXT": "written old.e. TXT",
      "old.e. A": "ceased old.e. TXT",
      "q.old.e. A": "ceased old.e. TXT",
      "a.old.e. A": "ceased a.old.e. TXT",
    },
  },
  {
    name: "a wildcard begins",
    before: { "e.": "" },
    after: { "e.": "* A 192.0.2.1" },
    causes: { "q.e. A": "wildcard *.e. A", "q.e. TXT": "wildcard *.e. A", "*.e. A": "written *.e. A" },
  },
  {
    name: "a delegation begins and hides a host",
    before: { "e.": "mail.a A 192.0.2.1\n@ MX 1 mail.a\nold CNAME mail.a" },
    after: { "e.": "mail.a A 192.0.2.1\n@ MX 1 mail.a\nold CNAME mail.a\na NS ns.g." },
    causes: {
      "a.e. NS": "written a.e. NS",
      "mail.a.e. A": "cut a.e. NS",
      "q.a.e. A": "cut a.e. NS",
      "e. MX": "additional a.e. NS",
      "old.e. A": "cut a.e. NS",
    },
  },
  {
    name: "a delegation ends",
    before: { "e.": "a NS ns.g." },
    after: { "e.": "" },
    causes: { "a.e. NS": "written a.e. NS", "q.a.e. A": "cut a.e. NS" },
  },
  {
    name: "a delegation changes its nameservers",
    before: {
      "e.": "a NS ns.g.\na DS 1 8 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF",
    },
    after: { "e.": "a NS ns.h." },
    causes: { "a.e. NS": "written a.e. NS", "q.a.e. A": "cut a.e. NS", "a.e. DS": "written a.e. DS" },
  },
  {
    name: "glue changes",
    before: { "e.": "a NS ns.a\nns.a A 192.0.2.1" },
    after: { "e.": "a NS ns.a\nns.a A 192.0.2.2" },
    causes: {
      "a.e. NS": "additional ns.a.e. A",
      "q.a.e. TXT": "additional ns.a.e. A",
      "ns.a.e. A": "written ns.a.e. A",
    },
  },
  {
    name: "a DNAME begins, changes or leads to what changes",
    before: { "e.": "d DNAME t\nf DNAME t\na.t A 192.0.2.1\na.u A 192.0.2.3" },
    after: { "e.": "d DNAME u\nf DNAME t\na.t A 192.0.2.2\na.u A 192.0.2.3\ng DNAME t" },
    causes: {
      "d.e. DNAME": "written d.e. DNAME",
      "a.d.e. A": "dname d.e. DNAME",
      "a.f.e. A": "alias a.t.e. A",
      "q.g.e. A": "dname g.e. DNAME",
    },
  },
  {
    name: "an alias becomes an address",
    before: { "e.": "a CNAME b\nb A 192.0.2.1\nc CNAME a" },
    after: { "e.": "a A 192.0.2.1\nb A 192.0.2.1\nc CNAME a" },
    causes: {
      "a.e. CNAME": "written a.e. CNAME",
      "a.e. A": "written a.e. A",
      "a.e. TXT": "written a.e. CNAME",
      "c.e. A": "alias a.e. A",
    },
  },
  {
    name: "the SOA says another time for negative answers",
    before: { "e.": "@ SOA ns. h. 1 2 3 4 60\n@ NS ns.g.\na A 192.0.2.1\nold CNAME q" },
    after: { "e.": "@ SOA ns. h. 1 2 3 4 30\n@ NS ns.g.\na A 192.0.2.1\nold CNAME q" },
    causes: {
      "e. SOA": "written e. SOA",
      "q.e. A": "negative e. SOA",
      "a.e. TXT": "negative e. SOA",
      "old.e. A": "negative e. SOA",
    },
  },
  {
    name: "a zone begins inside another",
    before: { "e.": "* A 192.0.2.1\nold CNAME q.a" },
    after: { "e.": "* A 192.0.2.1\nold CNAME q.a", "a.e.": "" },
    causes: { "q.a.e. A": "zone a.e.", "a.e. SOA": "zone a.e.", "old.e. A": "zone a.e." },
  },
  {
    name: "a zone ends",
    before: { "e.": "", "f.": "" },
    after: { "e.": "" },
    causes: { "q.f. A": "zone f.", "f. NS": "zone f." },
  },
  {
    name: "two zones have changes at the same name",
    before: { "e.": "x.a A 192.0.2.1", "a.e.": "x A 192.0.2.1" },
    after: { "e.": "x.a A 192.0.2.2", "a.e.": "x A 192.0.2.2" },
    causes: { "x.a.e. A": "written x.a.e. A of a.e." },
  },
  {
    name: "an alias of a service leads to what changes",
    before: { "e.": "a HTTPS 0 b\nb HTTPS 1 c\nc A 192.0.2.1" },
    after: { "e.": "a HTTPS 0 b\nb HTTPS 1 c\nc A 192.0.2.2" },
    causes: { "a.e. HTTPS": "additional c.e. A", "b.e. HTTPS": "additional c.e. A" },
  },
];

describe.each(CASES)("when $name", ({ before, after, causes }) => {
  const old = zonesOf(before);
  const now = zonesOf(after);
  const first = makeSide(old);
  const sides = [first, makeSide(now, first)] as const;
  const changes = indexChanges(
    now.flatMap((zone) => {
      const was = old.find(({ origin }) => origin === zone.origin);
      return was === undefined ? [] : [{ origin: zone.origin, changes: changesBetween(was, zone) }];
    }),
    [
      ...now
        .filter(({ origin }) => !first.zones.has(origin))
        .map(({ origin }) => ({ origin, kind: "added" as const })),
      ...old
        .filter(({ origin }) => !sides[1].zones.has(origin))
        .map(({ origin }) => ({ origin, kind: "removed" as const })),
    ],
  );

  test.each(Object.entries(causes))("the cause for %s is: %s", (question, expected) => {
    const [name, type] = question.split(" ") as [string, string];
    const cause = causeOf({ name: nameOf(name), type: typeOf(type), dnssec: false }, sides, changes);
    expect(cause).toBeDefined();
    const { kind, change } = cause!;
    const ofType = change.type === undefined ? "" : ` ${typeName(change.type)}`;
    const zone = expected.includes(" of ") ? ` of ${printName(change.zone)}` : "";
    expect(`${kind} ${printName(keyOf(change.owner))}${ofType}${zone}`).toBe(expected);
  });
});

function zonesOf(texts: Texts) {
  return Object.entries(texts).map(([origin, text]) =>
    zoneOf(origin, text.startsWith("@ SOA") ? text : `@ SOA ns. h. 1 2 3 4 60\n@ NS ns.g.\n${text}\n`),
  );
}
