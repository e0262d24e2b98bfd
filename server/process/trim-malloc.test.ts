import { execFileSync } from "node:child_process";
import { expect, test, vi } from "vitest";
import { openLibc } from "../transport/libc.ts";
import { startTrimming } from "./trim-malloc.ts";

/**
 * In a process of its own: many buffers of a size that malloc(3) cuts out of an arena, of which each tenth stays and holds the
 * arena's end. Prints how many octets are in no file (proc(5): RssAnon) before, with all of them, with what stays, and trimmed.
 */
const PROGRAM = `
import { readFileSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { giveBackMemory } from ${JSON.stringify(new URL("../tables/give-back.ts", import.meta.url))};
import { trimMalloc } from ${JSON.stringify(new URL("./trim-malloc.ts", import.meta.url))};

const held = () => Number(/^RssAnon:\\s+(\\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1"))[1]) * 1024;
trimMalloc();
const sizes = [held()];
let all;
fill();
sizes.push(held());
thin();
// Nothing of it is on the stack any more; and buffers are freed beside the program, which the next collection waits for.
for (let turn = 0; turn < 3; turn++) {
  await nextTurn();
  giveBackMemory();
}
sizes.push(held());
trimMalloc();
sizes.push(held());
process.stdout.write(JSON.stringify(sizes));

function fill() {
  all = Array.from({ length: 1000 }, () => Buffer.alloc(100_000, 1));
}
function thin() {
  all = all.filter((_, index) => index % 10 === 9);
}
`;

test.skipIf("missing" in openLibc())("what is free between what is in use goes back to the system", () => {
  const words = ["--no-warnings", "--input-type=module", "--eval", PROGRAM];
  const [before, full, freed, trimmed] = JSON.parse(
    execFileSync(process.execPath, words, { encoding: "utf8" }),
  );
  expect(full - before).toBeGreaterThan(90e6);
  expect(freed - before).toBeGreaterThan(50e6); // else there is nothing to be trimmed
  expect(trimmed - before).toBeLessThan(30e6);
});

test("memory is given back again and again, until that is stopped", () => {
  vi.useFakeTimers();
  let times = 0;
  const { stop } = startTrimming(() => {
    times += 1;
  });
  vi.advanceTimersByTime(30_000);
  expect(times).toBe(3);
  stop();
  vi.advanceTimersByTime(30_000);
  expect(times).toBe(3);
  vi.useRealTimers();
});
