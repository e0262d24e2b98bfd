import { Worker } from "node:worker_threads";
import { type AliasCounters, makeAliasCounters } from "../alias/alias-counters.ts";
import type { AliasServing, AliasTask } from "../alias/alias-task.ts";
import { HEAP_LIMITS } from "./heap-limits.ts";
import { delayAfter } from "./restart-delay.ts";
import type { Message } from "./thread-task.ts";

/** The thread that looks up targets of ALIAS. There is none until there is something to look up. */
export interface AliasThread {
  readonly counters: AliasCounters;
  /**
   * Has it keep the aliases of these tables, which nobody answers from yet. Resolves when it has written what it knows, or takes too
   * long for it.
   */
  readonly serve: (serving: Omit<AliasServing, "generation">, hasAliases: boolean) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** `entry` is the program, which in a thread does what its data says. One that ends by itself is started again. */
export function makeAliasThread(
  entry: URL,
  plan: Omit<AliasTask, "kind" | "counters" | "serving">,
  { say, complain }: { readonly say: (text: string) => void; readonly complain: (text: string) => void },
): AliasThread {
  const counters = makeAliasCounters();
  let serving: AliasServing | undefined;
  let generation = 0;
  let worker: Worker | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let delay = 0;
  let written: (() => void) | undefined;
  return {
    counters,
    serve: async (next, hasAliases) => {
      if (!hasAliases && serving === undefined) return;
      generation += 1;
      serving = { ...next, generation };
      const { promise, resolve } = Promise.withResolvers<void>();
      written = resolve;
      if (worker === undefined) run();
      else worker.postMessage(serving);
      const deadline = setTimeout(resolve, PATIENCE);
      await promise;
      clearTimeout(deadline);
    },
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      await worker?.terminate();
    },
  };

  function run(): void {
    clearTimeout(timer);
    const started = performance.now();
    const task: AliasTask = { kind: "alias", ...plan, counters, serving };
    let reason = "it ended";
    worker = new Worker(entry, { workerData: task, name: "alias", resourceLimits: HEAP_LIMITS });
    worker.on("message", (message: Message) => {
      switch (message.kind) {
        case "serving":
          if (message.generation === generation) written?.();
          return;
        case "complaint":
          return complain(message.text);
        case "remark":
          return say(message.text);
        case "listening":
        case "refused":
        case "code":
          return; // it listens nowhere
        default:
          return message satisfies never;
      }
    });
    worker.on("error", (error) => {
      reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    worker.once("exit", () => {
      worker = undefined;
      if (isStopping) return;
      delay = delayAfter(delay, performance.now() - started);
      complain(`Thread alias is started again: ${reason}`);
      timer = setTimeout(run, delay);
    });
  }
}

/** How many milliseconds other tables wait until what is known is written into them: answers are as before meanwhile. */
const PATIENCE = 10_000;
