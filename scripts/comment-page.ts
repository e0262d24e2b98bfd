import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyOf, type Name, printName } from "../dns/name.ts";
import { askCandidate } from "../src/candidate/ask-candidate.ts";
import { isFine } from "../src/pipeline.ts";
import { refused } from "../src/plan/dangers.ts";
import { type Base, makePullRequestPlan, readBase } from "../src/plan/pull-request.ts";
import { reviewPlan } from "../src/plan/review.ts";
import { stoodBefore } from "../src/plan/stood-before.ts";
import { provePlan } from "../src/proof/prove-plan.ts";
import { digestIn } from "../src/published/digest-in.ts";
import { renderZone } from "../src/render/render-zone.ts";
import { printMarkdown } from "../src/report/markdown/markdown.ts";
import { startRun } from "../src/run.ts";
import type { Shown } from "../src/serial/shown.ts";
import type { Verification } from "../src/verify/types.ts";
import { realWorld } from "../src/world/real.ts";
import type { World } from "../src/world.ts";

/** The commit where the pull request left its base. */
const BASE = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c";
const NOW = new Date("2026-11-22T12:00:00Z");
const PUBLISHED = 2026112100;
const LINKS = {
  repository: "https://github.com/example-org/dns",
  head: "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
  run: "https://github.com/example-org/dns/actions/runs/9000",
};

/** It is in the delegated zone then. */
const TLSA = `# The public key of the mail server's certificate (DANE). It counts only once the zone is signed.
_25._tcp.mx1:
  ttl: 300
  type: TLSA
  value:
    certificate_association_data: 5e70e89ad581b6d5cd817f382ab720aac591c0b6c917725f12d42aa1edff9b0d
    certificate_usage: 3
    matching_type: 1
    selector: 1

`;

/** What somebody does to the sample zones. */
interface PullRequest {
  /** The file, a text in it, and what stands there afterwards. */
  readonly changes: readonly (readonly [file: string, before: string, after: string])[];
  /** A file of a zone that goes. */
  readonly removed?: string;
}

/** A record changes, an address, and a zone goes. */
const SMALL: PullRequest = {
  changes: [
    [
      "zones/example.com.yaml",
      "mx2.example.com.\n        preference: 20",
      "mx2.example.com.\n        preference: 30",
    ],
    [
      "zones/example.com.yaml",
      "sip2: {type: A, value: 192.0.2.62}",
      "sip2: {type: A, ttl: 30, value: 192.0.2.63}",
    ],
    ["zones/_config.yaml", "  0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa:\n    default_ttl: 86400\n", ""],
  ],
  removed: "0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.yaml",
};

/**
 * Three lines that do more than they say: a name below a wildcard makes the one above it exist, a host that a
 * service points to is handed to other nameservers, and the MX gets another host while the old ones go.
 */
const FAR_REACHING: PullRequest = {
  changes: [
    [
      "zones/example.com.yaml",
      "# What receivers do",
      "# Proves to the certificate authority that the shop is ours (RFC 8555).\n" +
        "_acme-challenge.shop.apps:\n  type: TXT\n  value: 4Ud0yqzNYkNM2Yh3WJHlOXkmkyaXQhZ9y0gD7LxPjVc\n\n# What receivers do",
    ],
    [
      "zones/example.com.yaml",
      "mx1.example.com.\n        preference: 10\n      - exchange: mx2.example.com.\n        preference: 20",
      "mx3.example.com.\n        preference: 10",
    ],
    [
      "zones/example.com.yaml",
      'mx1:\n  - {type: A, value: 192.0.2.25}\n  - {type: AAAA, value: "2001:db8::25"}\n\n',
      "",
    ],
    ["zones/example.com.yaml", "mx2:\n", "mx3:\n"],
    ["zones/example.com.yaml", TLSA, ""],
    ["zones/example.com.yaml", "993, priority: 0, target: mx1", "993, priority: 0, target: mx3"],
    ["zones/example.com.yaml", "465, priority: 0, target: mx1", "465, priority: 0, target: mx3"],
    [
      "zones/example.com.yaml",
      "sip1: {type: A, value: 192.0.2.61}\n",
      "# In the hands of those who run the telephones.\n" +
        "sip1: {type: NS, values: [ns1.phone.example.net., ns2.phone.example.net.]}\n",
    ],
  ],
};

/**
 * `docs/pull-request-comment.md`: what the pull request says of a change of the sample zones, with the candidate served
 * and asked as in the Action. Only what differs from machine to machine (times, the port, dig's version) is made the same.
 */
export function commentPage(outside?: World): Promise<string> {
  return commentOn(SMALL, outside);
}

/** `docs/proof-comment.md`: the same of changes whose consequences stand nowhere in their lines. */
export function proofCommentPage(outside?: World): Promise<string> {
  return commentOn(FAR_REACHING, outside);
}

async function commentOn(pull: PullRequest, outside = realWorld(true)): Promise<string> {
  const world: World = { ...outside, now: () => NOW };
  const before = await readBase("zones", world.files);
  const run = await startRun("comment", "zones", { ...world, files: changed(world.files, pull) });
  const plan = makePullRequestPlan(before, run.zones, (origin) => published(before, origin), NOW);
  const review = reviewPlan(plan, () => undefined);
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-comment-"));
  try {
    const asked = await askCandidate(plan, join(folder, "zones"), world);
    const verification = sameEverywhere(asked.verification);
    const proof = await provePlan(plan, { isFull: false, scratch: join(folder, "proof") }, world);
    const isRight = isFine(verification) && refused(review.dangers).length === 0;
    const notes = ["The candidate's answers are from the pull request's own run."];
    const seen = { plan, base: BASE, review, proof, verification, ...stoodBefore(before, run.problems) };
    const report = run.finish(isRight ? "fine" : "wrong", { ...seen, notes });
    return printMarkdown(report, { links: LINKS, limit: 65_000, elsewhere: "the summary" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The nameserver answers what was there before. */
function published({ zones }: Base, origin: Name): Shown[] {
  const zone = zones.get(keyOf(origin));
  if (zone === undefined) throw new Error(`Cannot publish ${printName(origin)}: it was not there before`);
  const digest = digestIn(renderZone(zone, PUBLISHED).records, PUBLISHED);
  return [{ by: "ns1.example.com.", kind: "serial", serial: PUBLISHED, ...(digest && { digest }) }];
}

function changed(files: World["files"], { changes, removed }: PullRequest): World["files"] {
  return {
    ...files,
    list: async (folder) => (await files.list(folder))?.filter(({ name }) => name !== removed),
    read: async (path) => {
      let text = Buffer.from(await files.read(path)).toString("utf8");
      for (const [file, from, to] of changes) {
        if (path.endsWith(file) && !text.includes(from)) throw new Error(`Cannot change ${file}: no ${from}`);
        if (path.endsWith(file)) text = text.replace(from, to);
      }
      return Buffer.from(text);
    },
  };
}

function sameEverywhere(verification: Verification): Verification {
  const paths = verification.paths.map((path) => ({
    ...path,
    nameserver: { ...path.nameserver, port: 53 },
    client: { ...path.client, version: "9.18" },
    milliseconds: { median: 0.8, slowest: 4 },
    answeredBy: ["candidate"],
    notes: [],
  }));
  return { ...verification, paths, milliseconds: 500 };
}
