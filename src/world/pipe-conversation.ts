import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { WorldError } from "../files/world-error.ts";
import { countFrames, FrameCollector } from "./frames.ts";

/** What is said with a nameserver behind a pipe. Its end is the end of all. */
export interface Conversation {
  /**
   * Gives the answers to these queries, each behind its length in two octets; one call at a time. Rejects with a
   * `WorldError` that begins with `failure` where not all of them come, or nothing for so many milliseconds.
   */
  readonly ask: (queries: Uint8Array, silence: number, failure: string) => Promise<Uint8Array>;
  /** Ends it and waits until it is gone. */
  readonly stop: () => Promise<void>;
  /** Settles when it is gone. */
  readonly ended: Promise<unknown>;
}

/** Begins it with a process that has just been started. */
export function converse(child: ChildProcessWithoutNullStreams): Conversation {
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
