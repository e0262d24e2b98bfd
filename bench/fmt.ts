import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatZoneText } from "../src/fmt/format.ts";
import { writeOneLargeZone } from "./generate.ts";
import { measure } from "./measure.ts";
import { runCases } from "./rounds.ts";
import { bundleShipped } from "./shipped.ts";

/** The formatter as a whole process on 50,000 names: laid out already (as long as `--check`), and written by many hands. */
export async function fmtBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  try {
    const { cli } = await bundleShipped(join(folder, "bundles"));
    await writeOneLargeZone(join(folder, "one"), 50_000);
    const file = join(folder, "one", "large.example.yaml");
    const text = readFileSync(file, "utf8");
    const formatted = formatZoneText(text, file);
    if ("problems" in formatted) throw new Error("Cannot measure: the zone cannot be read");
    await runCases([
      [
        "fmt --check, 50,000 names (100,000 records)",
        () => measure([process.execPath, cli, "fmt", "--check", folder]),
      ],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
