import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NXDOMAIN } from "../../dns/message-rcode.ts";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import {
  REFERENCES,
  type Reference,
  type ReferenceNameserver,
  startReference,
} from "../../test/reference-nameservers.ts";
import { requireTool } from "../../test/tools.ts";
import { PATIENT } from "../../test/verify-settings.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import { findDig } from "../world/dig.ts";
import { builtInClient } from "../world/dns-client.ts";
import { OUR_LIMITS } from "./follow-alias.ts";
import { judgeByModel } from "./judge-by-model.ts";
import type { Asker, ExpectedZone, Question, Reply } from "./types.ts";
import { verify } from "./verify.ts";
import { modelZones } from "./zone-model.ts";

const HEX = "0123456789abcdef".repeat(4);
const EXAMPLE = zoneOf(
  "example.com.",
  String.raw`
@           SOA ns1 hostmaster 2026010101 7200 3600 1209600 60
@           NS ns1
@           NS ns2.example.net.
@           MX 10 mail
@           TXT "v=spf1 mx -all"
@           CAA 0 issue "letsencrypt.org"
ns1         A 192.0.2.1
ns1         AAAA 2001:db8::1
Mail        A 192.0.2.2
www         A 192.0.2.3
www         A 192.0.2.4
www    60   HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.3
alias       CNAME www
out         CNAME www.example.org.
chain       CNAME alias
a.b.ent     A 192.0.2.5
*.wild      A 192.0.2.6
*.wild      TXT "wildcard"
host.wild   A 192.0.2.7
x.gap.wild  A 192.0.2.8
*.w2        CNAME www
b.*.star    A 192.0.2.9
sub         NS ns.sub
sub         NS ns1
sub         NS ns.other
sub         DS 12345 8 2 ${HEX}
ns.sub      A 192.0.2.10
ns.sub      AAAA 2001:db8::10
host.sub    TXT "occluded"
other       NS ns.other
ns.other    A 192.0.2.11
child       NS ns1
child       DS 12345 8 2 ${HEX}
old         DNAME example.net.
new         DNAME wild
a\.b        TXT "a dot in a label"
\"x         TXT "a quote"
a\ b        TXT "a space"
\000        TXT "nothing"
\;          TXT "a semicolon"
it's        TXT "an 'apostrophe'" "a \"quote\"" "a backslash \\" "\000\200\255" ";"
-dash       TXT "a hyphen"
\@          TXT "an at"
+plus       TXT "a plus"
\#          TXT "a hash"
\$          TXT "a dollar"
a:b         TXT "a colon: and 'more'"
_sip._tcp   SRV 10 20 5060 mail
_443._tcp   TLSA 3 1 1 ${HEX}
host        SSHFP 4 2 ${HEX}
naptr       NAPTR 100 50 "s" "SIP+D2U" "" _sip._udp
loc         LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
uri         URI 10 1 "https://www.example.com/path"
odd         TYPE65280 \# 4 0a000001
${Array.from({ length: 20 }, (_, n) => `big TXT "${String(n).repeat(60)}"`).join("\n")}
`,
);
const CHILD = zoneOf("child.example.com.", "@ SOA ns1 h 1 2 3 4 60\n@ NS ns1.example.com.\nwww A 192.0.2.20");
const REVERSE = zoneOf(
  "8.b.d.0.1.0.0.2.ip6.arpa.",
  "@ SOA ns1.example.com. h.example.com. 1 2 3 4 60\n@ NS ns1.example.com.\n" +
    `1${".0".repeat(23)} PTR ns1.example.com.\n${"2.0.0.0.".repeat(6)}0 PTR www.example.com.`,
);

const DELETED = [
  ["gone", "A"], // no such name
  ["www", "TXT"], // no such type
  ["gone.wild", "A"], // the wildcard's answer
  ["gone.sub", "A"], // a referral
  ["alias", "A"], // an alias now
  ["ent", "A"], // an empty non-terminal
  ["x.new", "TXT"], // DNAME
  ["out", "TXT"], // an alias that leads away
  ["gone.w2", "A"], // a wildcard that is an alias
] as const;

const ZONES: readonly ExpectedZone[] = [
  {
    zone: EXAMPLE,
    deleted: DELETED.map(([owner, type]) => ({ owner: nameOf(`${owner}.example.com.`), type: typeOf(type) })),
  },
  { zone: CHILD },
  { zone: REVERSE },
];

/** Kinds of questions whose answers the model judges and no zone is asked for. */
const NAMES = [
  ..."@ www alias out chain ent a.b.ent wild x.wild host.wild w2 x.w2 b.x.star sub host.sub ns.sub x.sub".split(
    " ",
  ),
  ..."other child www.child x.child old x.old new x.new y.x.new nothing x.www _sip._tcp".split(" "),
];
const TYPES = "A ANY RRSIG NSEC NSEC3 CNAME DNAME DS NS SOA MX SRV HTTPS".split(" ");
const QUESTIONS = [
  ...NAMES.map((name) => (name === "@" ? "example.com." : `${name}.example.com.`)),
  "www.example.net.",
  "com.",
].flatMap((name) =>
  TYPES.flatMap((type) =>
    [false, true].map((dnssec) => ({ name: nameOf(name), type: typeOf(type), dnssec })),
  ),
);

/** What a server does otherwise, where the RFCs leave it open or it has its own mind; these answers must be found wrong. */
const OTHERWISE: { readonly [kind in Reference]: (question: Question, reply: Reply) => boolean } = {
  // It looks past a CNAME for RRSIG and NSEC that are not there, and not for NSEC3.
  nsd: ({ name, type }) => isOneOf(type, "RRSIG NSEC NSEC3") && ALIASES.includes(printName(name)),
  knot: () => false,
  // The SOA in a denial of SOA is not to be cached; and ANY is not asked for at the target of a DNAME.
  bind: ({ name, type }, { rcode }) =>
    (isOneOf(type, "SOA") && rcode === NXDOMAIN) ||
    (isOneOf(type, "ANY") && printName(name).endsWith("x.new.example.com.")),
  zonepipe: () => false,
};
const ALIASES = ["alias", "out", "chain", "x.w2"].map((name) => `${name}.example.com.`);

function isOneOf(type: number, types: string): boolean {
  return types.split(" ").includes(typeName(type));
}

const MODELS = modelZones(ZONES.map(({ zone }) => zone));

const hasDig = requireTool("dig", "bind9-dnsutils");

describe.each(Object.keys(REFERENCES) as Reference[])("%s answers what we expect", (kind) => {
  const { program, debianPackage } = REFERENCES[kind];
  describe.skipIf(!requireTool(program, debianPackage))("and every answer passes", () => {
    let nameserver: ReferenceNameserver;
    beforeAll(async () => {
      nameserver = await startReference(
        kind,
        ZONES.map(({ zone }) => zone),
      );
    });
    afterAll(() => nameserver.stop());

    test("asked with the built-in client", () => passes(builtInClient));

    test("its whole answers are right by the model", async () => {
      const target = { name: kind, address: "127.0.0.1", port: nameserver.port };
      const options = { timeout: PATIENT.timeout, tries: 3 };
      const answers = await builtInClient.ask(target, "tcp", QUESTIONS, options);
      const wrong = QUESTIONS.flatMap((question, index) => {
        const answer = answers[index]!;
        if (answer.outcome !== "reply") return [`${printName(question.name)} ${answer.reason}`];
        const limits = kind === "zonepipe" ? OUR_LIMITS : {};
        const { finding } = judgeByModel(MODELS, question, answer, limits);
        if (OTHERWISE[kind](question, answer)) return finding === undefined ? ["It does as all"] : [];
        const { name, type, dnssec = false } = question;
        return finding === undefined
          ? []
          : [
              `${printName(name)} ${typeName(type)} ${dnssec}: ${finding.kind}\n${finding.expected}\n- got\n${finding.got}`,
            ];
      });
      expect(wrong).toEqual([]);
    });

    test.skipIf(!hasDig)("asked with dig", async () => passes((await findDig())!));

    async function passes(asker: Asker): Promise<void> {
      const { port } = nameserver;
      const { paths } = await verify(ZONES, [{ name: kind, address: "127.0.0.1", port }], asker, PATIENT);
      expect(paths.flatMap(({ misses }) => misses)).toEqual([]);
      expect(paths).toMatchObject([
        { transport: "udp", truncated: 1, instead: 0 },
        { transport: "tcp", truncated: 0, instead: 0 },
      ]);
      for (const { asked, passed } of paths) expect(passed).toBe(asked);
    }
  });
});
