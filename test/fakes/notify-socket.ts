import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DEBIAN_PYTHON } from "../tools.ts";

/** Who stands where systemd does, with a real unix datagram socket, which Node does not have. Whoever starts it stops it. */
export interface NotifySocket {
  /** The next that it is told; it waits for it. */
  readonly next: () => Promise<{ readonly pid: number; readonly state: string }>;
  readonly stop: () => Promise<void>;
}

/** Listens at a path, or at an abstract name that begins with `@`. */
export async function startNotifySocket(path: string): Promise<NotifySocket> {
  const program = join(import.meta.dirname, "notify-socket.py");
  const child = spawn(DEBIAN_PYTHON, ["-I", program, path], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("The receiver of notifications has ended");
    return JSON.parse(value);
  };
  await next();
  return {
    next,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
    },
  };
}
