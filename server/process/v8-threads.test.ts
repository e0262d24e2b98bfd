import { execFileSync } from "node:child_process";
import { getPriority } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const MODULE = join(import.meta.dirname, "v8-threads.ts");
/** Prints whether it was allowed, and the priorities of V8's threads and the main one. */
const PROGRAM = `
import { readFileSync, readdirSync } from "node:fs";
import { getPriority } from "node:os";
const { lowerV8Threads } = await import(process.argv[1]);
lowerV8Threads();
lowerV8Threads();
const named = readdirSync("/proc/self/task").filter((thread) => readFileSync("/proc/self/task/" + thread + "/comm", "latin1").includes("V8Worker"));
console.log(JSON.stringify({ threads: named.map((thread) => getPriority(Number(thread))), main: getPriority() }));
`;

test.skipIf(process.platform !== "linux")(
  "V8's threads come behind those of the process, which stays as it is",
  () => {
    const text = execFileSync(process.execPath, ["--input-type=module", "-e", PROGRAM, MODULE], {
      encoding: "utf8",
    });
    const { threads, main } = JSON.parse(text);
    expect(threads.length).toBeGreaterThan(0);
    expect(new Set(threads)).toEqual(new Set([Math.max(10, main)]));
    expect(main).toBe(getPriority());
  },
);

test("where /proc may not be read nothing happens", () => {
  const words = ["--permission", `--allow-fs-read=${join(import.meta.dirname, "../..")}/*`];
  const program = `const { lowerV8Threads } = await import(process.argv[1]); lowerV8Threads(); console.log("on");`;
  const text = execFileSync(process.execPath, [...words, "--input-type=module", "-e", program, MODULE], {
    encoding: "utf8",
  });
  expect(text).toBe("on\n");
});
