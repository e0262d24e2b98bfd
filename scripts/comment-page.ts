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
import { digestIn } from "../src/published/shown-by-nameserver.ts";
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

/** What somebody changes in the sample zones: the file, the text there, and the text in its place. */
const CHANGES: readonly (readonly [file: string, before: string, after: string])[] = [
  [
    "zones/example.com.yaml",
    "preference: 20\n        exchange: mx2",
    "preference: 30\n        exchange: mx2",
  ],
  [
    "zones/example.com.yaml",
    "sip2: {type: A, value: 192.0.2.62}",
    "sip2: {type: A, ttl: 30, value: 192.0.2.63}",
  ],
  ["zones/_config.yaml", "  0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa:\n    default_ttl: 86400\n", ""],
];
const REMOVED = "0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.yaml";

/**
 * `docs/pull-request-comment.md`: what the pull request says of a change of the sample zones, with the candidate served
 * and asked as in the Action. Only what differs from machine to machine (times, the port, dig's version) is made the same.
 */
export async function commentPage(): Promise<string> {
  const world: World = { ...realWorld(true), now: () => NOW };
  const before = await readBase("zones", world.files);
  const run = await startRun("comment", "zones", { ...world, files: changed(world.files) });
  const plan = makePullRequestPlan(before, run.zones, (origin) => published(before, origin), NOW);
  const review = reviewPlan(plan, () => undefined);
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-comment-"));
  try {
    const verification = sameEverywhere(await askCandidate(plan, folder, world));
    const isRight = isFine(verification) && refused(review.dangers).length === 0;
    const notes = ["The candidate's answers are from the pull request's own run."];
    const seen = { plan, base: BASE, review, verification, ...stoodBefore(before, run.problems) };
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

function changed(files: World["files"]): World["files"] {
  return {
    ...files,
    list: async (folder) => (await files.list(folder))?.filter(({ name }) => name !== REMOVED),
    read: async (path) => {
      let text = Buffer.from(await files.read(path)).toString("utf8");
      for (const [file, from, to] of CHANGES) {
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
