import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FakedClock } from "./faked-clock.ts";
import type { Said } from "./unbound.ts";

/** BIND's validator, which has no cache: asked "name TYPE". */
export type Delv = (question: string) => Promise<Said>;

/**
 * Makes it, with the root's key (flags, protocol, algorithm and the key in Base64) as its only trust anchor. Its clock has to run:
 * it takes no time-out for one as long as its clock does not say so.
 */
export async function makeDelv(
  folder: string,
  clock: FakedClock,
  port: number,
  anchor: string,
): Promise<Delv> {
  const [flags, protocol, algorithm, key] = anchor.split(" ").slice(2);
  const anchors = join(folder, "delv.anchors");
  await writeFile(anchors, `trust-anchors { "." static-key ${flags} ${protocol} ${algorithm} "${key}"; };\n`);
  return (question) => {
    const words = ["@127.0.0.1", "-p", `${port}`, "-a", anchors, "+root=.", ...question.split(" ")];
    const options = { env: clock.environment, timeout: PATIENCE, killSignal: "SIGKILL" } as const;
    return new Promise((resolve, reject) => {
      execFile("delv", words, options, (error, stdout, stderr) => {
        const said = readOutput(`${stdout}${stderr}`);
        if (said !== undefined && error?.killed !== true) resolve(said);
        else
          reject(
            new Error(`delv says nothing of ${question}:\n${stdout}${stderr}`, { cause: error ?? undefined }),
          );
      });
    });
  };
}

function readOutput(output: string): Said | undefined {
  if (BOGUS.test(output)) return "bogus";
  if (/^; (negative response, )?unsigned answer$/m.test(output)) return "insecure";
  if (/^; (negative response, )?fully validated$/m.test(output)) return "secure";
  return undefined;
}

const BOGUS =
  /resolution failed: (no valid|insecurity proof|broken trust|SERVFAIL|.*verif|.*expired|.*future)/;

/** Milliseconds, on a busy machine: where a packet is lost, it asks again after nine seconds. */
const PATIENCE = 120_000;
