import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The nameserver as Node is told to run it. */
export interface ServerProgram {
  readonly main: string;
  /** Files and folders that it consists of, and what V8 has compiled of it where that is kept. */
  readonly parts: readonly string[];
}

/** In the repository the server is TypeScript beside us; in the package it is a bundle beside ours. */
export function serverProgram(): ServerProgram {
  const source = beside("../../server/main.ts");
  if (import.meta.url.endsWith(".ts") && existsSync(source)) {
    const parts = [beside("../../server/"), beside("../../dns/"), beside("../../package.json")];
    return { main: source, parts };
  }
  return builtProgram(beside("./server.js"));
}

/** A built server as Node is told to run it; what V8 has compiled of it is kept where `codeFileOf` in server/start/code-file.ts says. */
export function builtProgram(main: string): ServerProgram {
  return { main, parts: [main, `${main}.code`] };
}

function beside(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
