import type { MessagePort } from "node:worker_threads";
import type { AliasServing, AliasTask } from "../alias/alias-task.ts";
import { runAliases } from "../alias/run-aliases.ts";
import { type LogTask, writeLog } from "../query-log/write-log.ts";
import { giveBackMemory } from "../tables/give-back.ts";
import type { TaskThreadData } from "../zones/task-thread.ts";
import { runAnswering, tell, yieldToOthers } from "./thread.ts";
import type { Task } from "./thread-task.ts";
import { runFormer, runReloads } from "./zone-tasks.ts";

/**
 * What a thread does from its start to its end: it loads zones, or it answers at its places and follows orders, or it writes
 * what the others log, or it looks up what they answer for aliases.
 */
export async function runThread(
  task: Task | TaskThreadData | LogTask | AliasTask,
  port: MessagePort,
): Promise<void> {
  switch (task.kind) {
    case "reload":
      yieldToOthers();
      return runReloads(port);
    case "former":
      yieldToOthers();
      return runFormer(port);
    case "udp-batch":
    case "udp-portable":
    case "tcp":
      return await runAnswering(task, port);
    case "query-log":
      yieldToOthers();
      return await runLog(task, port);
    case "alias":
      yieldToOthers();
      return await keepAliases(task, port);
    default:
      return task satisfies never;
  }
}

async function runLog(task: LogTask, port: MessagePort): Promise<void> {
  const stopped = new Promise<void>((stop) => void port.once("message", () => stop())); // there is no other order for it
  try {
    const writing = writeLog(task, {
      say: (text) => tell(port, { kind: "remark", text }),
      complain: (text) => tell(port, { kind: "complaint", text }),
    });
    tell(port, { kind: "listening", addresses: [] });
    setImmediate(giveBackMemory); // what its start took
    await stopped;
    await writing.end();
  } catch (error) {
    tell(port, { kind: "refused", reason: error instanceof Error ? error.message : String(error) });
  }
  port.close();
}

async function keepAliases(task: AliasTask, port: MessagePort): Promise<void> {
  const aliases = runAliases(task, {
    say: (text) => tell(port, { kind: "remark", text }),
    complain: (text) => tell(port, { kind: "complaint", text }),
  });
  // One after the other: what the first waits for is no matter for the next.
  let last = Promise.resolve();
  const serve = (serving: AliasServing) => {
    last = last.then(async () => {
      await aliases.serve(serving);
      tell(port, { kind: "serving", generation: serving.generation });
      setImmediate(giveBackMemory);
    });
    return last;
  };
  port.on("message", (serving: AliasServing) => void serve(serving)); // there is no other order for it
  const first = task.serving!; // it is taken once
  task.serving = undefined;
  await serve(first);
}
