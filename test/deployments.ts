import { type Name, parseName, ROOT } from "../dns/name.ts";
import type { Deployment, MachineProof } from "../src/report/deployment.ts";
import type { Report } from "../src/report/report.ts";
import type { SecondaryProof, SecondaryZone } from "../src/secondaries/follow.ts";
import type { PathResult } from "../src/verify/types.ts";

/** The zone of these deployments. */
export const ZONE = parseName("example.com.", ROOT) as Name; // it is a name

const COMMIT = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
const OLD_DIGEST = "9f8e7d6c5b4a".repeat(8);
const NEW_DIGEST = "3c0ffee15600".repeat(8);
const OLD_IMAGE = `@sha256:${"0d".repeat(32)}`;
const NEW_IMAGE = `@sha256:${"1e".repeat(32)}`;

const PLACES = [
  { app: "example-dns-a", region: "iad", machine: "90706e10f12094" },
  { app: "example-dns-a", region: "ams", machine: "148e125b2d1789" },
  { app: "example-dns-b", region: "syd", machine: "6e82d1f5a47e08" },
];

/** A machine with the new zones, or the old ones. */
function machine(index: number, isNew: boolean, more: Partial<MachineProof> = {}): MachineProof {
  return {
    ...PLACES[index]!,
    image: `registry.fly.io/${PLACES[index]!.app}${isNew ? NEW_IMAGE : OLD_IMAGE}`,
    healthy: true,
    zones: [
      {
        zone: ZONE,
        serial: isNew ? 2026112201 : 2026112200,
        digest: isNew ? NEW_DIGEST : OLD_DIGEST,
        isExpected: true,
      },
    ],
    namedByNsid: index === 0,
    ...more,
  };
}

function path(
  name: string,
  address: string,
  transport: "udp" | "tcp",
  serial: number,
  more: Partial<PathResult> = {},
): PathResult {
  return {
    nameserver: { name, address, port: 53 },
    transport,
    client: { kind: "dig", version: "9.18.49" },
    asked: 44,
    passed: 44,
    serials: [{ zone: ZONE, expected: serial, got: serial }],
    misses: [],
    notes: [],
    milliseconds: { median: 8.2, slowest: 61 },
    answeredBy: ["iad/90706e10f12094"],
    truncated: 0,
    instead: 0,
    ...more,
  };
}

function paths(serial: number): PathResult[] {
  return [
    path("ns1.example.com.", "192.0.2.53", "udp", serial),
    path("ns1.example.com.", "192.0.2.53", "tcp", serial),
    path("ns2.example.com.", "198.51.100.53", "udp", serial),
    path("ns2.example.com.", "198.51.100.53", "tcp", serial),
  ];
}

const STEPS = [
  {
    label: "Preflight",
    outcome: "done",
    detail: "flyctl 0.4.87, a dedicated IPv4 address for each app",
    milliseconds: 2_310,
  },
  { label: "Build and push the image", outcome: "done", milliseconds: 48_900 },
  {
    label: "Canary: iad of example-dns-a",
    outcome: "done",
    detail: "1 machine proved",
    milliseconds: 31_400,
  },
] as const;

/** A change that went out. */
export const DEPLOYED: Deployment = {
  outcome: "deployed",
  commit: COMMIT,
  inputs: `sha256:${"ab".repeat(32)}`,
  image: "registry.fly.io/example-dns-a:zones-1a2b3c4d5e6f",
  dockerfile: "ours",
  steps: [
    ...STEPS,
    {
      label: "The rest of example-dns-a",
      outcome: "done",
      detail: "2 machines proved",
      milliseconds: 35_000,
    },
    { label: "example-dns-b", outcome: "done", detail: "1 machine proved", milliseconds: 40_250 },
    { label: "Ask every nameserver from outside", outcome: "done", milliseconds: 12_480 },
  ],
  machines: [machine(0, true), machine(1, true), machine(2, true)],
  proof: { paths: paths(2026112201), milliseconds: 12_480 },
  convergence: 12_480,
  floors: [{ zone: ZONE, serial: 2026112201 }],
  warnings: ["example-dns-b has one machine: every deployment of it is an outage of a few seconds."],
  before: PLACES.map((place) => ({
    ...place,
    image: `registry.fly.io/${place.app}${OLD_IMAGE}`,
    commit: "9f8e7d6c".repeat(5),
  })),
};

/** Nothing was to be done. */
export const UNCHANGED: Deployment = {
  outcome: "unchanged",
  commit: COMMIT,
  inputs: `sha256:${"ab".repeat(32)}`,
  dockerfile: "ours",
  steps: [
    STEPS[0],
    { label: "Build and push the image", outcome: "skipped", milliseconds: 0 },
    { label: "Ask every nameserver from outside", outcome: "done", milliseconds: 900 },
  ],
  machines: [machine(0, true), machine(1, true), machine(2, true)],
  proof: { paths: paths(2026112201), milliseconds: 900 },
  floors: [],
  warnings: [],
};

/** A change that went out, and that not every nameserver of others has yet. */
export const BESIDE_SECONDARIES: Deployment = {
  ...DEPLOYED,
  secondaries: [
    secondary("ns3.example.net.", "203.0.113.53", "transfer", {
      standing: { kind: "follows", serial: 2026112201, seen: "records" },
      after: 12_300,
      notified: { kind: "taken" },
    }),
    secondary("ns4.example.org.", "203.0.113.54", "transfer", {
      standing: { kind: "behind", serial: 2026112200, timers: { refresh: 3_600, retry: 900 } },
      notified: { kind: "refused", rcode: "NOTAUTH (BADKEY)" },
    }),
    secondary("ns5.example.org.", "203.0.113.55", "files", {
      standing: { kind: "other-content", serial: 2026112201 },
    }),
    secondary("ns6.example.org.", "203.0.113.56", undefined, {
      standing: { kind: "silent", reason: "no reply in 2 s | @team" },
    }),
  ],
  warnings: ["Secondary ns4.example.org. (203.0.113.54) does not follow: example.com. (behind)"],
};

function secondary(
  name: string,
  address: string,
  fed: SecondaryProof["fed"],
  zone: Pick<SecondaryZone, "standing" | "after" | "notified">,
): SecondaryProof {
  const zones = [{ zone: ZONE, expected: 2026112201, ...zone }];
  return { nameserver: { name, address, port: 53 }, fed, zones, waited: zone.after ?? 120_000 };
}

/** The canary answered wrongly, and everything is as before. */
export const ROLLED_BACK: Deployment = {
  ...DEPLOYED,
  outcome: "rolled-back",
  steps: [
    ...STEPS.slice(0, 2),
    {
      label: "Canary: iad of example-dns-a",
      outcome: "failed",
      detail: "www.example.com. A over UDP: no answer",
      milliseconds: 61_000,
    },
    { label: "The rest of example-dns-a", outcome: "skipped", milliseconds: 0 },
    { label: "example-dns-b", outcome: "skipped", milliseconds: 0 },
    {
      label: "Roll back iad of example-dns-a",
      outcome: "done",
      detail: "1 machine proved",
      milliseconds: 30_100,
    },
  ],
  machines: [machine(0, false), machine(1, false), machine(2, false)],
  proof: { paths: paths(2026112200), milliseconds: 900 },
  failure: "Machine 90706e10f12094 in iad does not answer over UDP with the new image",
};

/** One machine keeps the old image, and the roll-back does not reach it either. */
export const LAGGING: Deployment = {
  ...DEPLOYED,
  outcome: "failed",
  steps: [
    ...STEPS,
    {
      label: "example-dns-b",
      outcome: "failed",
      detail: "6e82d1f5a47e08 in syd keeps the old image",
      milliseconds: 300_000,
    },
    {
      label: "Roll back example-dns-b",
      outcome: "failed",
      detail: "exit code 126 after 5 min",
      milliseconds: 300_400,
    },
  ],
  machines: [
    machine(0, true),
    machine(1, true),
    machine(2, false, {
      healthy: false,
      namedByNsid: true,
      problem: "its host does not answer Fly.io since 12:04, so it could be neither updated nor asked",
      zones: [{ zone: ZONE, serial: 2026112200, digest: OLD_DIGEST, isExpected: false }],
    }),
  ],
  proof: {
    milliseconds: 30_000,
    paths: [
      ...paths(2026112201).slice(0, 3),
      path("ns2.example.com.", "198.51.100.53", "tcp", 2026112201, {
        passed: 40,
        serials: [{ zone: ZONE, expected: 2026112201, got: 2026112200 }],
        misses: [
          {
            zone: ZONE,
            name: ZONE,
            type: 6,
            kind: "stale-serial",
            expected: "2026112201",
            got: "2026112200",
            attempts: 9,
            milliseconds: 12,
          },
        ],
        answeredBy: ["syd/6e82d1f5a47e08"],
      }),
    ],
  },
  failure: "Machine 6e82d1f5a47e08 in syd still answers serial 2026112200 after 5 min",
};

/** The report of a deployment alone. */
export function reportOf(deployment: Deployment): Report {
  const isGood = deployment.outcome === "deployed" || deployment.outcome === "unchanged";
  return {
    command: "deploy",
    outcome: isGood ? "fine" : "wrong",
    counts: { zones: 1, records: 12 },
    problems: [],
    deployment,
    notes: [],
    milliseconds: 192_000,
  };
}
