import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { BUNDLES, writeBundle } from "../scripts/bundle.ts";
import { cpuTime, TICK } from "./cpu-time.ts";
import { startLspClient } from "./lsp-client.ts";
import { quantile } from "./quantile.ts";

const NAMES = 5_000;
const EDITS = 30;

/**
 * `zonepipe lsp` on a zone of 5,000 lines, by a real client over stdio: from the moment at which the file is opened until its
 * first problems are there, and the same for every edit of a line after that. The process has started before.
 */
export async function lspBench(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  try {
    await mkdir(join(root, "zones"));
    const path = join(root, "zones/example.com.yaml");
    const lines = [
      "'': {type: NS, values: [ns1.example.net., ns2.example.net.]}",
      ...Array.from(
        { length: NAMES - 1 },
        (_, index) => `www-${index}: {type: A, value: 192.0.2.${index % 255}}`,
      ),
    ];
    lines[NAMES - 1] = "last: {type: A, value: 192.0.2.300}";
    const text = `${lines.join("\n")}\n`;
    const bundle = BUNDLES.find(({ file }) => file === "cli.js")!; // it is shipped
    await writeBundle(bundle, root);
    const started = performance.now();
    await using client = await startLspClient(root, { cli: join(root, bundle.file) });
    console.log(
      `from the start of the process until it is ready: ${(performance.now() - started).toFixed(0)} ms`,
    );
    const began = performance.now();
    const ticks = cpuTime(client.pid);
    await client.open(path, text);
    await client.diagnostics(path, (found) => found.length > 0);
    const first = (performance.now() - began).toFixed(0);
    const firstCpu = (((cpuTime(client.pid) - ticks) * TICK) / 1000).toFixed(0);
    console.log(`first problems of ${NAMES} lines: ${first} ms, of the processors ${firstCpu} ms`);
    const ticksBefore = cpuTime(client.pid);
    const uri = pathToFileURL(path).href;
    const times: number[] = [];
    let length = lines[NAMES - 1]!.length;
    for (let index = 0; index < EDITS; index++) {
      const line = `last: {type: A, value: 192.0.2.${300 + index}}`;
      const start = performance.now();
      await client.say("textDocument/didChange", {
        textDocument: { uri, version: index + 2 },
        contentChanges: [
          {
            range: { start: { line: NAMES - 1, character: 0 }, end: { line: NAMES - 1, character: length } },
            text: line,
          },
        ],
      });
      length = line.length;
      await client.diagnostics(path, (found) =>
        found.some(({ message }) => JSON.stringify(message).includes(`192.0.2.${300 + index}`)),
      );
      times.push(performance.now() - start);
    }
    console.log(
      `${EDITS} edits of a line, median / slowest: ${quantile(times, 0.5).toFixed(0)} / ${Math.max(...times).toFixed(0)} ms`,
    );
    const cpu = ((cpuTime(client.pid) - ticksBefore) * TICK) / 1000 / EDITS;
    console.log(`of the processors ${cpu.toFixed(0)} ms for an edit, all threads together`);
    await client.end();
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
