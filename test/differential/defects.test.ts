import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtServer } from "../built-bundles.ts";
import { answerWithDefect } from "./answers-with-defect.ts";
import type { Reply } from "./ask-fully.ts";
import { makeCohorts } from "./cohorts.ts";
import { DEFECTS } from "./defects.ts";
import { interview } from "./interview.ts";
import { judge } from "./judge.ts";
import { normalise } from "./normal-form.ts";
import { BIND, KNOT, NSD, type Program, zonepipeAt } from "./programs.ts";
import { situationsOf } from "./put-questions.ts";
import { writeZones, type ZoneFiles } from "./running-server.ts";
import type { Situation } from "./situation.ts";
import { requireServers } from "./tools.ts";

const SEED = 5; // of the first five the one where each defect shows most often, three times and more
const QUERIES = 2_500; // one cohort: the three peers are asked once, for all defects

describe.skipIf(!requireServers())("a differential run", () => {
  let files: ZoneFiles;
  let peers: readonly Situation[];

  beforeAll(async () => {
    for await (const { zones, inquiries } of makeCohorts(SEED, QUERIES)) {
      files = writeZones(zones);
      const questions = inquiries.map(({ question }) => question);
      const nsd = await interview(NSD, files, questions);
      const knot = await interview(KNOT, files, questions);
      const bind = await interview(BIND, files, questions);
      peers = situationsOf(zones, questions, { nsd, knot, bind, ours: nsd });
    }
  });

  afterAll(() => files[Symbol.dispose]());

  test("finds nothing in the server as it is", async () => {
    expect(await failuresOf(zonepipeAt(await builtServer()))).toEqual([]);
  });

  test.for(DEFECTS)("finds the defect: $what", (defect) => {
    using answers = answerWithDefect(defect, files);
    const isFound = peers.some((peer) => failureOf(peer, answers.replyTo(peer.question)) !== undefined);
    expect(isFound).toBe(true);
  });

  test("finds nothing with a change that is no defect", () => {
    const { file, find } = DEFECTS[0]!;
    using answers = answerWithDefect({ what: "none", file, find, replace: find }, files);
    expect(peers.map((peer) => failureOf(peer, answers.replyTo(peer.question))).filter(isThere)).toEqual([]);
  });

  async function failuresOf(program: Program): Promise<string[]> {
    const questions = peers.map(({ question }) => question);
    const replies = await interview(program, files, questions);
    return peers.map((peer, index) => failureOf(peer, replies[index]!)).filter(isThere);
  }
});

function failureOf({ question, answers, truth }: Situation, reply: Reply): string | undefined {
  const verdict = judge({
    question,
    truth,
    answers: { ...answers, ours: normalise(reply, question, truth) },
  });
  return verdict.outcome === "failed" ? verdict.reason : undefined;
}

const isThere = (reason: string | undefined) => reason !== undefined;
