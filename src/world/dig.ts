import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer, Asker, AskOptions, Nameserver, Question, Transport } from "../verify/types.ts";
import { askBatch } from "./dig-batch.ts";
import { type Limit, limitTo } from "./dig-limit.ts";
import { digVersion } from "./dig-process.ts";
import { noRouteTo } from "./dns-client-route.ts";

/** Asks with dig, or undefined where there is no dig that prints YAML. */
export async function findDig(): Promise<Asker | undefined> {
  const version = await digVersion();
  if (version === undefined) return undefined;
  const processes = limitTo(MAX_PROCESSES);
  const paces: Paces = new Map();
  return {
    client: { kind: "dig", version },
    ask: (nameserver, transport, questions, options) =>
      askInBatches({ nameserver, transport, options, processes, paces }, questions),
    noRoute: (address) => noRouteTo(address),
  };
}

/** What one call of `ask` is about. */
interface Call {
  readonly nameserver: Nameserver;
  readonly transport: Transport;
  readonly options: AskOptions;
  readonly processes: Limit;
  readonly paces: Paces;
}

/** Milliseconds that the fastest reply took, by path. */
type Paces = Map<string, number>;

// A dig waits most of its time, unless the nameserver is near: then it computes, and starting one takes as much
// processor time as a hundred questions (15 to 30 ms against 0.15 ms each).
const MAX_PROCESSES = 16;
const MAX_BATCH = 250;
const FIRST_BATCH = 25; // how near the nameserver is, is not known yet
const NEAR = 5; // milliseconds
const SILENT_BATCHES = 2; // batches in a row that were cut short, after which the others are not asked

async function askInBatches(call: Call, questions: readonly Question[]): Promise<Answer[]> {
  if (questions.length === 0) return [];
  const { nameserver, transport, options, processes, paces } = call;
  const path = `${nameserver.address} ${nameserver.port} ${transport}`;
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-dig-"));
  try {
    let silent = 0;
    const batches = split(questions, batchSize(questions.length, paces.get(path)));
    const answers = await Promise.all(
      batches.map((batch, number) =>
        processes(async () => {
          if (silent >= SILENT_BATCHES) return batch.map(() => NOT_ASKED);
          const file = join(folder, String(number));
          const result = await askBatch({
            nameserver,
            transport,
            options,
            questions: batch,
            path: file,
            hasReplied: paces.has(path),
          });
          silent = result.isCutShort ? silent + 1 : 0;
          options.onDone?.(batch.length);
          return result.answers;
        }),
      ),
    );
    const all = answers.flat();
    const pace = Math.min(paceOf(all), paces.get(path) ?? Number.POSITIVE_INFINITY);
    if (Number.isFinite(pace)) paces.set(path, pace);
    return all;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const NOT_ASKED: Answer = {
  outcome: "not-asked",
  reason: "not asked, because the nameserver stayed silent",
  milliseconds: 0,
};

/** Near: as many as one dig does while a few others start. Far: all digs wait at the same time. */
function batchSize(count: number, pace: number | undefined): number {
  if (pace === undefined) return FIRST_BATCH;
  return pace <= NEAR ? MAX_BATCH : Math.min(Math.ceil(count / MAX_PROCESSES), MAX_BATCH);
}

function split(questions: readonly Question[], size: number): Question[][] {
  return Array.from({ length: Math.ceil(questions.length / size) }, (_, index) =>
    questions.slice(index * size, (index + 1) * size),
  );
}

/** The fastest, because a busy machine or nameserver only ever makes a reply slower. */
function paceOf(answers: readonly Answer[]): number {
  const replies = answers.filter(({ outcome }) => outcome === "reply");
  return replies.reduce((least, { milliseconds }) => Math.min(least, milliseconds), Number.POSITIVE_INFINITY);
}
