import { Worker } from "node:worker_threads";
import type { LogTask } from "../query-log/write-log.ts";
import { HEAP_LIMITS } from "./heap-limits.ts";
import { delayAfter } from "./restart-delay.ts";
import type { Message, Order } from "./thread-task.ts";

/** The thread that writes the query log. It is started again when it ends by itself; meanwhile the rings keep what they can. */
export interface LogWriter {
  readonly counters: LogTask["counters"];
  /** Has it write what is left; false where it hangs, and the process must end without it. */
  readonly stop: (patience: number) => Promise<boolean>;
}

/** Starts it; `entry` is the program, which in a thread does what its data says. Rejects where it cannot begin. */
export async function startLogWriter(
  entry: URL,
  task: LogTask,
  { say, complain }: { readonly say: (text: string) => void; readonly complain: (text: string) => void },
): Promise<LogWriter> {
  let worker: Worker;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let delay = 0;
  let ended: Promise<void>;
  await run();
  return {
    counters: task.counters,
    stop: async (patience) => {
      isStopping = true;
      clearTimeout(timer);
      worker.postMessage({ kind: "stop" } satisfies Order);
      const { promise: late, resolve: give } = Promise.withResolvers<false>();
      const deadline = setTimeout(() => give(false), patience);
      const isEnded = await Promise.race([ended.then(() => true), late]);
      clearTimeout(deadline);
      if (!isEnded) void worker.terminate();
      return isEnded;
    },
  };

  /** Resolves when it writes. */
  function run(): Promise<void> {
    const started = performance.now();
    let reason = "it ended";
    worker = new Worker(entry, { workerData: task, name: "query log", resourceLimits: HEAP_LIMITS });
    const { promise: begun, resolve: begin, reject: refuse } = Promise.withResolvers<void>();
    ended = new Promise((resolve) => {
      worker.once("exit", () => {
        resolve();
        refuse(new Error(reason)); // of no consequence once it has begun
        if (!isStopping) startAgain(reason, performance.now() - started);
      });
    });
    worker.on("error", (error) => {
      reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    worker.on("message", (message: Message) => {
      switch (message.kind) {
        case "listening":
          return begin();
        case "refused":
          isStopping = true;
          reason = message.reason;
          return refuse(new Error(reason));
        case "complaint":
          return complain(message.text);
        case "remark":
          return say(message.text);
        case "serving":
        case "code":
          return; // it has no tables
        default:
          return message satisfies never;
      }
    });
    return begun;
  }

  function startAgain(reason: string, lived: number): void {
    delay = delayAfter(delay, lived);
    complain(`Thread query log is started again: ${reason}`);
    timer = setTimeout(() => void run().catch(() => {}), delay);
  }
}
