import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clockFrom, type FakeTime } from "./faked-clock.ts";
import type { Said } from "./unbound.ts";

/** BIND's validator, which has no cache: asked "name TYPE" at a time, in seconds since 1970. */
export type Delv = (question: string, at: number) => Promise<Said>;

/** Makes it, with the root's key (flags, protocol, algorithm and the key in Base64) as its only trust anchor. */
export async function makeDelv(folder: string, fakeTime: FakeTime, port: number, anchor: string): Promise<Delv> {
  const [flags, protocol, algorithm, key] = anchor.split(" ").slice(2);
  const anchors = join(folder, "delv.anchors");
  await writeFile(anchors, `trust-anchors { "." static-key ${flags} ${protocol} ${algorithm} "${key}"; };\n`);
  return (question, at) => {
    const words = ["@127.0.0.1", "-p", `${port}`, "-a", anchors, "+root=.", ...question.split(" ")];
    return new Promise((resolve, reject) => {
      execFile("delv", words, { env: clockFrom(fakeTime, at) }, (_, stdout, stderr) => {
        const output = `${stdout}${stderr}`;
        if (/resolution failed: (no valid|insecurity proof|broken trust|SERVFAIL|.*verif|.*expired|.*future)/.test(output))
          resolve("bogus");
        else if (/^; (negative response, )?unsigned answer$/m.test(output)) resolve("insecure");
        else if (/^; (negative response, )?fully validated$/m.test(output)) resolve("secure");
        else reject(new Error(`delv says nothing of ${question}:\n${output}`));
      });
    });
  };
}
