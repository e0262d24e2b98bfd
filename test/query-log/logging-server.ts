import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { builtServer } from "../built-bundles.ts";

/** Our nameserver on 127.0.0.1 and ::1, with all that it writes. */
export interface LoggingServer {
  readonly port: number;
  readonly port6: number;
  /** Lines of its standard output so far, and of its standard error. */
  readonly lines: readonly string[];
  readonly complaints: readonly string[];
  /** Resolves when a line of either begins so. */
  readonly says: (beginning: string) => Promise<void>;
  /** Ends it by SIGTERM; resolves to its exit code when all that it wrote is read. */
  readonly stop: () => Promise<number | null>;
}

/** Starts it over a folder of zones; `main` is its program, the built one unless told, and `node` are words for Node. */
export async function startLoggingServer(
  zones: string,
  words: readonly string[],
  main?: string,
  node: readonly string[] = [],
): Promise<LoggingServer> {
  const listen = ["--listen", "127.0.0.1:0", "--listen", "[::1]:0"];
  const program = main ?? (await builtServer());
  const child = spawn(process.execPath, [...node, program, ...listen, "--zones", zones, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const complaints: string[] = [];
  const waiting = new Set<() => void>();
  const read = (input: NodeJS.ReadableStream, into: string[]) =>
    createInterface({ input }).on("line", (line) => {
      into.push(line);
      for (const look of waiting) look();
    });
  read(child.stdout, lines);
  read(child.stderr, complaints);
  const closed = once(child, "close");
  const find = (beginning: string) => [...lines, ...complaints].find((line) => line.startsWith(beginning));
  const says = async (beginning: string) => {
    const { promise: said, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (find(beginning) !== undefined) resolve();
    };
    waiting.add(look);
    look();
    const ended = closed.then(() => {
      if (find(beginning) === undefined) throw new Error(`It ended\n${[...lines, ...complaints].join("\n")}`);
    });
    await Promise.race([said, ended]);
    waiting.delete(look);
  };
  await says("ready: ");
  const [, port, port6] = /127\.0\.0\.1:(\d+), \[::1\]:(\d+)/.exec(find("ready: ") ?? "") ?? [];
  return {
    ...{ port: Number(port), port6: Number(port6), lines, complaints, says },
    stop: async () => {
      child.kill("SIGTERM");
      const [code] = (await closed) as [number | null]; // what a child process emits
      return code;
    },
  };
}
