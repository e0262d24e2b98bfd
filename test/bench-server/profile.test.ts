import { expect, test } from "vitest";
import { printSeen, readSamples } from "../../bench/profile/samples.ts";

// As perf 6.1 prints it for a server that was started with --perf-basic-prof.
const REPORT = [
  "           20\t[kernel.kallsyms]     \t[k] udp_sendmsg",
  "            7\t[JIT] tid 24980       \t[.] JS:*'resolve /srv/server.js:33070:20",
  "            2\t[JIT] tid 24980       \t[.] JS:~resolve /srv/server.js:33070:20",
  "            1\t[JIT] tid 24980       \t[.] JS:* /srv/server.js:120:8",
  "            3\tlibc.so.6             \t[.] malloc",
  "            1\tnode                  \t[.] Builtins_LoadIC",
  "",
].join("\n");

test("functions are called by their names, however far they are compiled, with where they are from", () => {
  expect([...readSamples(REPORT)]).toEqual([
    ["udp_sendmsg (system)", 20],
    ["resolve", 9],
    ["(line 120)", 1],
    ["malloc (libc.so.6)", 3],
    ["Builtins_LoadIC (node)", 1],
  ]);
});

test("a table adds up to what an answer took, in the system and in the program", () => {
  const samples = readSamples(REPORT);
  const before = new Map([...samples, ["gone", 34]]);
  const table = printSeen([
    { name: "base", nanoseconds: 680, samples: before },
    { name: "zonepipe", nanoseconds: 340, samples },
  ]);
  expect(table).toBe(
    `| function | base, ns | zonepipe, ns |
| --- | ---: | ---: |
| **all** | 680 | 340 |
| **the system** | 200 | 200 |
| \`udp_sendmsg\` | 200 | 200 |
| others | 0 | 0 |
| **the program** | 480 | 140 |
| \`gone\` | 340 | 0 |
| \`resolve\` | 90 | 90 |
| \`malloc (libc.so.6)\` | 30 | 30 |
| \`(line 120)\` | 10 | 10 |
| \`Builtins_LoadIC (node)\` | 10 | 10 |
| others | 0 | 0 |`,
  );
});
