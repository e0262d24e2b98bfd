import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { WorldError } from "../files/world-error.ts";
import type { Answering } from "../world.ts";
import { childEnvironment } from "./child-environment.ts";
import { countFrames, FrameCollector } from "./frames.ts";
import { serverProgram } from "./server-program.ts";
import { takeAlong } from "./take-along.ts";

/** What the nameserver behind a pipe may take. */
export interface AnsweringBounds {
  /** Milliseconds until the zones are loaded. */
  readonly loading: number;
  /** Milliseconds without an octet while answers are due. */
  readonly silence: number;
  /** Megabytes of the heap, which holds what is read while zones are loaded. */
  readonly heap: number;
  /** Megabytes of writable memory, with the tables and about 600 that Node sets aside and does not use; not on Windows. */
  readonly memory: number;
}

const BOUNDS: AnsweringBounds = { loading: 120_000, silence: 30_000, heap: 1_024, memory: 3_072 };

/**
 * Starts the nameserver behind a pipe over a folder of zone files, and waits until they are loaded. It may read those and
 * itself, and nothing else; write nothing; start nothing; and, from Node 25 on, use no network. It gets no secret of ours,
 * ends when we end, and is killed where it goes beyond the bounds. Throws a `WorldError` where it cannot be started.
 */
export async function startAnswering(zones: string, bounds: AnsweringBounds = BOUNDS): Promise<Answering> {
  const command = await answeringCommand(zones, bounds);
  const child = spawn(command[0]!, command.slice(1), { env: childEnvironment(process.env) });
  const letGo = takeAlong(child);
  const conversation = converse(child);
  void conversation.ended.then(letGo);
  // What is no query gets no answer: when that has come, the zones are loaded.
  await conversation.ask(NO_QUERY, bounds.loading, "Cannot start the nameserver");
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (queries) => {
      const answers = last.then(() => conversation.ask(queries, bounds.silence, "Cannot ask the nameserver"));
      last = answers.catch(() => undefined);
      return answers;
    },
    stop: conversation.stop,
  };
}

/** A frame of length 0. */
const NO_QUERY = new Uint8Array(2);

/** The program with its arguments. */
async function answeringCommand(zones: string, { heap, memory }: AnsweringBounds): Promise<string[]> {
  const { main, parts } = serverProgram();
  // Node compares real paths. What does not exist is the server's to tell.
  const [program, folder, ...files] = await Promise.all(
    [main, zones, ...parts].map((path) => realpath(path).catch(() => resolve(path))),
  );
  const readable = [folder!, ...files].map((path) => `--allow-fs-read=${path}`);
  const node = [process.execPath, "--permission", ...readable, `--max-old-space-size=${heap}`];
  const command = [...node, program!, "answer", "--zones", folder!];
  if (process.platform === "win32") return command;
  // The tables are not in the heap that Node bounds. A limit that the system does not know leaves the rest as it is.
  return ["/bin/sh", "-c", 'ulimit -d "$0" 2>/dev/null; exec "$@"', String(memory * 1024), ...command];
}

/** One question, or many, at a time; the child's end is the end of all. */
interface Conversation {
  /** Rejects with a `WorldError` that begins with `failure` where not all answers come. */
  readonly ask: (queries: Uint8Array, silence: number, failure: string) => Promise<Uint8Array>;
  readonly stop: () => Promise<void>;
  readonly ended: Promise<unknown>;
}

function converse(child: ChildProcessWithoutNullStreams): Conversation {
  let complaints = "";
  /** Why it has ended, as far as that is known before it has. */
  let reason: string | undefined;
  let isOver = false;
  let collector: FrameCollector | undefined;
  let onPiece: (() => void) | undefined;
  const end = (why: string) => {
    reason ??= why;
    child.kill("SIGKILL");
  };
  child.on("error", (error) => {
    reason ??= error.message;
  });
  child.stdin.on("error", () => undefined); // it has ended, and says so itself
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints = (complaints + text).slice(-COMPLAINTS);
  });
  child.stdout.on("data", (piece: Uint8Array) => {
    if (collector?.add(piece) !== true) end("it answers more than it was asked");
    onPiece?.();
  });
  const ended = once(child, "close").then(
    ([code, signal]) => `it ended with ${code ?? signal}`,
    (error: Error) => error.message,
  );
  void ended.then((how) => {
    isOver = true;
    reason ??= how;
  });

  async function ask(queries: Uint8Array, silence: number, failure: string): Promise<Uint8Array> {
    const count = countFrames(queries);
    if (count === undefined) throw new Error("Cannot ask the nameserver: the queries end inside a frame");
    if (count === 0) return new Uint8Array(0);
    const answers = new FrameCollector(count);
    const complete = new Promise<void>((resolve) => {
      collector = answers;
      onPiece = () => {
        timer.refresh();
        if (answers.isComplete) resolve();
      };
    });
    const timer = setTimeout(() => end(`nothing has come from it for ${silence / 1000} seconds`), silence);
    if (!isOver) child.stdin.write(queries);
    await Promise.race([complete, ended]);
    clearTimeout(timer);
    onPiece = undefined;
    collector = undefined;
    if (answers.isComplete && reason === undefined) return answers.take();
    await ended; // its last words come with it
    throw new WorldError(`${failure}: ${reason}\n${complaints.trimEnd()}`.trimEnd());
  }

  async function stop(): Promise<void> {
    end("it was stopped");
    await ended;
  }

  return { ask, stop, ended };
}

/** Of what it complained about, so many characters at the end are kept. */
const COMPLAINTS = 4_096;
