import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { openLibc } from "../transport/libc.ts";
import { unwrittenParts } from "./release-program.ts";

/** What the system tells of a mapping, shortened. */
function mapping(place: string, rights: string, file: string, anonymous: number): string {
  const inode = file.startsWith("/") ? 4711 : 0;
  return `${place} ${rights} 0042e000 fe:00 ${inode}                    ${file}\nSize:               4 kB\nRss:                4 kB\nAnonymous:  ${String(anonymous).padStart(8)} kB\nVmFlags: rd ex mr mw me sd\n`;
}

const NODE = "/usr/bin/node (1)";

test.each<[string, text: string, isReleased: boolean]>([
  ["code", mapping("00401000-00403000", "r-xp", NODE, 0), true],
  ["what is only read", mapping("00401000-00403000", "r--p", NODE, 0), true],
  ["what the loader has written", mapping("00401000-00403000", "r--p", NODE, 4), false],
  ["what may be written", mapping("00401000-00403000", "rw-p", NODE, 0), false],
  ["what others would see", mapping("00401000-00403000", "r--s", NODE, 0), false],
  ["another file", mapping("00401000-00403000", "r-xp", "/usr/lib/libc.so.6", 0), false],
  ["no file", mapping("00401000-00403000", "r-xp", "", 0), false],
  ["a mapping that nothing is told of", `00401000-00403000 r-xp 0042e000 fe:00 4711     ${NODE}\n`, false],
])("%s of the program's memory", (_, text, isReleased) => {
  const around = mapping("7f0000000000-7f0000001000", "rw-p", "[heap]", 8);
  const parts = unwrittenParts(around + text + around, NODE);
  expect(parts).toEqual(isReleased ? [{ start: 0x401000n, length: 0x2000n }] : []);
});

/** In a process of its own. Prints how many kilobytes of files it has mapped (proc(5): RssFile) before, after, and when it has gone on for a while. */
const PROGRAM = `
import { readFileSync } from "node:fs";
import { releaseProgram } from ${JSON.stringify(new URL("./release-program.ts", import.meta.url))};

const held = () => Number(/^RssFile:\\s+(\\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1"))[1]);
const before = held();
releaseProgram();
const after = held();
const { createServer } = await import("node:http");
createServer().listen(0, "127.0.0.1", function () {
  this.close(() => console.log(JSON.stringify({ before, after })));
});
`;

test.skipIf("missing" in openLibc())("a process has much less of it mapped, and goes on", () => {
  const words = ["--no-warnings", "--input-type=module", "-e", PROGRAM];
  const { before, after } = JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" }));
  expect(before).toBeGreaterThan(20_000);
  expect(after).toBeLessThan(before / 2);
});
