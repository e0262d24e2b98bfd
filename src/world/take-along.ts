import type { ChildProcess } from "node:child_process";

/** Has a signal that ends us end this process too, until it is called off. */
export function takeAlong(child: ChildProcess): () => void {
  const end = (signal: NodeJS.Signals) => {
    letGo();
    child.kill("SIGKILL");
    process.kill(process.pid, signal);
  };
  const letGo = () => {
    for (const signal of ENDING) process.off(signal, end);
  };
  for (const signal of ENDING) process.on(signal, end);
  return letGo;
}

const ENDING = ["SIGTERM", "SIGINT", "SIGHUP"] as const satisfies NodeJS.Signals[];
