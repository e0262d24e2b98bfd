import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The nameserver as Node is told to run it. */
export interface ServerProgram {
  readonly main: string;
  /** Files and folders that it consists of. */
  readonly parts: readonly string[];
}

/** In the repository the server is TypeScript beside us; in the package it is a bundle beside ours. */
export function serverProgram(): ServerProgram {
  const source = beside("../../server/main.ts");
  if (import.meta.url.endsWith(".ts") && existsSync(source)) {
    const parts = [beside("../../server/"), beside("../../dns/"), beside("../../package.json")];
    return { main: source, parts };
  }
  const bundle = beside("./server.js");
  return { main: bundle, parts: [bundle] };
}

function beside(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
