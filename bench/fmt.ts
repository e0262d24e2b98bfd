import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeOneLargeZone } from "./generate.ts";
import { measure } from "./measure.ts";
import { runCases } from "./rounds.ts";
import { bundleShipped } from "./shipped.ts";

/** The formatter as a whole process, bundled as it is shipped: 50,000 names in the wrong order, and as it has left them. */
export async function fmtBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  try {
    const { cli } = await bundleShipped(join(folder, "bundles"));
    const zones = join(folder, "zones");
    await writeOneLargeZone(zones, 50_000);
    const file = join(zones, "large.example.yaml");
    const backwards = (await readFile(file, "utf8"))
      .split(/(?<=\n)(?=\S)/)
      .reverse()
      .join("");
    const fmt = (...args: string[]) => measure([process.execPath, cli, "fmt", ...args, zones]);
    await runCases([
      [
        "fmt, 50,000 names (100,000 records) backwards",
        async () => {
          await writeFile(file, backwards);
          return await fmt();
        },
      ],
      ["fmt --check, the same laid out", () => fmt("--check")],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
