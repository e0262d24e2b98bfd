import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Nameserver } from "../nameservers.ts";

/** What the echo is called in results. */
export const ECHO = "C echo";

/**
 * Compiles the program that only sends packets back: what no server with these system calls can go below. It knows UDP alone.
 * Gives the reason where there is no compiler.
 */
export async function compileEcho(folder: string): Promise<Nameserver | { readonly error: string }> {
  const program = join(folder, "echo");
  try {
    await promisify(execFile)("cc", ["-O2", "-Wall", "-Wextra", "-Werror", "-o", program, SOURCE]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      return { error: "no C echo: cc is not installed (Debian's packages gcc and libc6-dev)" };
    throw new Error("Cannot compile the C echo", { cause: error });
  }
  return { name: ECHO, prepare: ({ address, port }) => [program, address, String(port)] };
}

const SOURCE = join(import.meta.dirname, "echo.c");
