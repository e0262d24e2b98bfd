import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FakedClock } from "./faked-clock.ts";
import type { Said } from "./unbound.ts";

/** BIND's validator, which has no cache: asked "name TYPE". */
export type Delv = (question: string) => Promise<Said>;

/** Makes it, with the root's key (flags, protocol, algorithm and the key in Base64) as its only trust anchor. */
export async function makeDelv(
  folder: string,
  clock: FakedClock,
  port: number,
  anchor: string,
): Promise<Delv> {
  const [flags, protocol, algorithm, key] = anchor.split(" ").slice(2);
  const anchors = join(folder, "delv.anchors");
  await writeFile(anchors, `trust-anchors { "." static-key ${flags} ${protocol} ${algorithm} "${key}"; };\n`);
  const ask = (question: string): Promise<Said | undefined> => {
    const words = ["@127.0.0.1", "-p", `${port}`, "-a", anchors, "+root=.", ...question.split(" ")];
    return new Promise((resolve, reject) => {
      const options = { env: clock.environment, timeout: PATIENCE, killSignal: "SIGKILL" } as const;
      execFile("delv", words, options, (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`;
        if (error?.killed === true) resolve(undefined);
        else if (
          /resolution failed: (no valid|insecurity proof|broken trust|SERVFAIL|.*verif|.*expired|.*future)/.test(
            output,
          )
        )
          resolve("bogus");
        else if (/^; (negative response, )?unsigned answer$/m.test(output)) resolve("insecure");
        else if (/^; (negative response, )?fully validated$/m.test(output)) resolve("secure");
        else reject(new Error(`delv says nothing of ${question}:\n${output}`));
      });
    });
  };
  return async (question) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const said = await ask(question);
      if (said !== undefined) return said;
    }
    throw new Error(`delv does not come to an end with ${question}`);
  };
}

/**
 * Milliseconds. Its timers wait for a time of the machine's clock that they reckon from the one it is given, which is months ahead:
 * where a packet is lost, it waits for ever.
 */
const PATIENCE = 20_000;
const ATTEMPTS = 5;
