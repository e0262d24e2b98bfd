import type { Name } from "../dns/name.ts";
import type { Problem } from "../dns/problem.ts";
import { typeCode } from "../dns/types.ts";
import { parseZoneFile } from "../dns/zone-file/parse.ts";
import type { Mixture } from "../src/mixtures/mixture.ts";
import { makePlan, type Published } from "../src/plan/plan.ts";
import { reviewPlan } from "../src/plan/review.ts";
import { stepsOf } from "../src/plan/steps/steps.ts";
import type { Drift } from "../src/plan/zone-changes.ts";
import { digestIn } from "../src/published/digest-in.ts";
import { renderZone } from "../src/render/render-zone.ts";
import type { AskedDeletion } from "../src/report/asked.ts";
import { silenceNotes } from "../src/report/notes.ts";
import type { Report } from "../src/report/report.ts";
import type { Watch } from "../src/report/watch.ts";
import { DEFAULT_CONFIG } from "../src/source/config.ts";
import type { SourceZone } from "../src/source/source-zone.ts";
import type { Miss, PathResult } from "../src/verify/types.ts";
import { FULL_PROOF } from "./full-proof.ts";

const COM = "\x07example\x03com\0" as Name;
const NET = "\x07example\x03net\0" as Name;
const ORG = "\x07example\x03org\0" as Name;
const NOW = new Date("2026-11-22T12:00:00Z");

const HEAD = "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 300\n@ 3600 NS ns1\nns1 3600 A 192.0.2.53\n";

function zoneOf(origin: Name, file: string, text: string): SourceZone {
  const { records } = parseZoneFile({ file, bytes: Buffer.from(HEAD + text), origin, defaultTtl: 300 });
  return {
    origin,
    file,
    config: DEFAULT_CONFIG,
    records: records.map((record) => ({ ...record, nameAt: record.at })),
  };
}

function publishedAs(zone: SourceZone, serial: number): Published {
  const rendered = renderZone(zone, serial);
  return {
    records: rendered.records,
    shown: [{ by: "build/zones", kind: "serial", serial, digest: digestIn(rendered.records, serial)! }],
  };
}

/** A line of Markdown, a table, a mention, and characters that hide or turn the text. */
const HOSTILE = '"`| </details> @everyone ![x](http://e.test/x) \\226\\128\\174 \\027[31m #1"';

const before = zoneOf(COM, "zones/example.com.yaml", `www A 192.0.2.1\nold A 192.0.2.9\n@ MX 10 ns1\n`);
const after = withMade(
  zoneOf(
    COM,
    "zones/example.com.yaml",
    `www 60 A 192.0.2.2\nshop 300 ALIAS target.example.\napi AAAA 2001:db8::1\n@ TXT ${HOSTILE}\n@ 600 MX 10 ns1\n`,
  ),
);

/** The AAAA as if it were made of another record, as PTRs are. */
function withMade(zone: SourceZone): SourceZone {
  const madeFrom = { owner: `\x03www${COM}` as Name, type: typeCode("A")! };
  const remarks = { owner: "web|team", disable: [] };
  const isMade = (type: number) => type === typeCode("AAAA");
  return {
    ...zone,
    records: zone.records.map((record) => (isMade(record.type) ? { ...record, madeFrom, remarks } : record)),
  };
}

const plan = makePlan(
  [
    after,
    zoneOf(NET, "zones/example.net.yaml", ""),
    zoneOf(ORG, "zones/example.org.yaml", "www A 192.0.2.3\n"),
  ],
  (origin): Published => {
    if (origin === COM) return publishedAs(before, 2026112200);
    if (origin === NET)
      return { shown: [{ by: "ns1.example.net. (192.0.2.53)", kind: "silent", reason: "no reply in 2 s" }] };
    return { shown: [] };
  },
  [{ origin: "\x03old\x04test\0" as Name, records: 12, file: "zones/old.test.yaml" }],
  NOW,
);

const miss = (kind: Miss["kind"], expected: string, got: string): Miss => ({
  zone: COM,
  name: `\x03www${COM}` as Name,
  type: typeCode("A")!,
  kind,
  expected,
  got,
  attempts: 3,
  milliseconds: 4.2,
});

const path = (address: string, transport: "udp" | "tcp", more: Partial<PathResult> = {}): PathResult => ({
  nameserver: { name: "ns1.example.com.", address, port: 53 },
  transport,
  client: { kind: "dig", version: "9.18.49" },
  asked: 12,
  passed: 12,
  serials: [{ zone: COM, expected: 2026112201, got: 2026112201 }],
  misses: [],
  notes: [],
  milliseconds: { median: 0.84, slowest: 17 },
  answeredBy: ["ams/148e123"],
  truncated: 0,
  instead: 0,
  ...more,
});

const PROBLEMS: readonly Problem[] = [
  {
    file: "zones/example.com.yaml",
    line: 14,
    column: 9,
    rule: "mx-preference",
    severity: "error",
    message: 'MX preference is "ten|`@all`"; expected a whole number from 0 to 65535',
    help: "Write a number, for example `preference: 10`",
    source: "RFC 1035 §3.3.9",
  },
  {
    file: "zones/example.net.yaml",
    line: 2,
    column: 3,
    rule: "octodns-lenient",
    severity: "warning",
    message: "`lenient` turns nothing off here",
    help: "Remove it",
  },
];

const MIXTURE: Mixture = {
  zone: COM,
  owner: COM,
  type: typeCode("MX")!,
  kind: "mail",
  isDanger: true,
  message: "For 5 minutes mail that follows the old MX finds no `old`.example.com.: keep it until then",
  from: 0,
  until: 300,
  remedy: [
    { after: 0, what: "Change the MX and keep `old`.example.com." },
    { after: 300, what: "Remove `old`.example.com." },
  ],
  at: { file: "zones/example.com.yaml", line: 7, column: 1 },
  held: [{ owner: COM, type: typeCode("MX")! }],
};

const FULL_ASKED: readonly AskedDeletion[] = [
  {
    zone: COM,
    rrset: { owner: "\x05`@all\x07example\x03com\0" as Name, type: typeCode("A")! },
    ...{ count: 41_000, first: new Date("2026-03-03T10:00:00Z"), since: new Date("2026-03-03T10:00:00Z") },
    ...{ told: 4, machines: 4, others: [] },
  },
  {
    zone: "\x03old\x04test\0" as Name,
    ...{ count: 0, first: new Date("2026-03-03T10:00:00Z"), since: new Date("2026-03-04T11:30:00Z") },
    ...{ told: 3, machines: 4, others: ["ns2.`example`.net."] },
  },
  {
    zone: COM,
    rrset: { owner: "\x04gone\x07example\x03com\0" as Name, type: typeCode("A")! },
    ...{ count: 8, first: new Date("2026-03-03T10:00:00Z"), since: new Date("2026-03-04T11:30:00Z") },
    ...{ told: 4, machines: 4, others: [] },
    recorded: {
      first: new Date("2026-01-05T08:00:00Z"),
      since: new Date("2026-02-01T09:00:00Z"),
      seams: { releases: 3, milliseconds: 200_000 },
      found: { kind: "some", count: 7 },
    },
  },
];

const FULL_WATCH: Watch = {
  findings: [
    {
      part: "registration",
      zone: COM,
      about: "serverHold example.com.",
      weight: "alarm",
      message: "The registration of example.com. has the status serverHold: `nobody` finds it",
      mend: "Ask the registrar.",
      since: new Date("2026-11-20T04:17:00Z"),
    },
    {
      part: "parents",
      zone: NET,
      about: "ns ns1.example.net.",
      weight: "warning",
      message: "The parent's NS set of example.net. lacks ns2.example.net. (all servers asked)",
      mend: "Give the registrar the nameservers.",
    },
  ],
  registrations: [
    {
      domain: COM,
      status: ["server hold", "client transfer prohibited"],
      ends: new Date("2027-03-01T00:00:00Z"),
      registrar: "Example | Registrar",
    },
    { domain: NET, status: ["active"] },
  ],
  signatures: [{ zone: COM, ends: new Date("2026-12-20T00:00:00Z") }],
  gaps: [
    {
      part: "registration",
      zones: [ORG],
      kind: "left-out",
      reason: 'the registry of "org" has no RDAP, so status and end are not known',
    },
  ],
};

/** A report with one of everything. */
export const FULL_REPORT: Report = {
  command: "up",
  outcome: "wrong",
  counts: { zones: 3, records: 17 },
  problems: PROBLEMS,
  stoodBefore: new Set(PROBLEMS.slice(1)),
  plan,
  base: "0b5e0b5e0b5e0b5e0b5e0b5e0b5e0b5e0b5e0b5e",
  targets: new Map([
    [
      "\x06target\x07example\0" as Name,
      {
        a: { ttl: 60, addresses: [Buffer.from([192, 0, 2, 7]), Buffer.from([192, 0, 2, 1])] },
        aaaa: { ttl: 60, addresses: [Buffer.from("20010db8000000000000000000000001", "hex")] },
      },
    ],
  ]),
  review: {
    ...reviewPlan(plan, (label) =>
      label.startsWith("zonepipe:allow-removal")
        ? { by: "hostmaster", at: "2026-11-22T11:00:00Z" }
        : undefined,
    ),
    mixtures: [MIXTURE],
    variables: [{ name: "web", from: ["192.0.2.1"], to: ["192.0.2.2"], records: 31, zones: [COM, ORG] }],
  },
  asked: FULL_ASKED,
  proof: FULL_PROOF,
  steps: stepsOf(plan),
  verification: {
    milliseconds: 812,
    coverage: {
      changed: { total: 10, asked: [{ client: "dig", count: 10 }] },
      unchanged: { total: 40, asked: [{ client: "dig", count: 7 }] },
    },
    paths: [
      path("192.0.2.53", "udp", {
        passed: 10,
        misses: [
          miss(
            "wrong-value",
            "www.example.com. 60 IN A 192.0.2.2",
            "www.example.com. 60 IN A 192.0.2.1\nwww.example.com. 60 IN A 192.0.2.3",
          ),
          miss("no-answer", "www.example.com. 60 IN A 192.0.2.2", "no reply in 1 s"),
        ],
        notes: [miss("late", "", "")],
      }),
      path("192.0.2.53", "tcp"),
      path("2001:db8::53", "udp", {
        asked: 12,
        passed: 0,
        notAsked: "no route to IPv6 addresses",
        answeredBy: [],
      }),
    ],
  },
  watch: FULL_WATCH,
  notChecked: [{ rule: "spf-lookups", reason: "nobody was asked about names outside of the zones" }],
  notes: [
    ...silenceNotes(plan),
    "Zone files are in build/zones.",
    "Not checked: spf-lookups (nobody was asked about names outside of the zones).",
  ],
  milliseconds: 1234.5,
};

/** What it changes, as if no pull request said so. */
export const FULL_DRIFT: Drift = {
  zones: plan.zones.flatMap(({ zone: { origin }, changes = [] }) => [{ origin, changes }]),
  removed: plan.removed,
  digest: "d",
};
