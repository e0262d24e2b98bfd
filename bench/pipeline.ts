import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeLargeZoneFile, writeManyZones, writeOneLargeZone } from "./generate.ts";
import { measure, measureUntilReady } from "./measure.ts";
import { type Case, runCases } from "./rounds.ts";
import { bundleShipped } from "./shipped.ts";

const READY_PORT = "127.0.0.1:0";

/**
 * The pipeline as whole processes, bundled as they are shipped: 50,000 names in one zone and 1,000 zones of 25 names,
 * checked and rendered, beside named-checkzone on the rendered file; and the server until it is ready on 1,000,000
 * records.
 */
export async function pipelineBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  try {
    const one = join(folder, "one");
    const many = join(folder, "many");
    const large = join(folder, "large.example.zone");
    const { cli, server } = await bundleShipped(join(folder, "bundles"));
    console.log("Generating zones …");
    await writeOneLargeZone(one, 50_000);
    await writeManyZones(many, 1_000, 25);
    await writeLargeZoneFile(large, "large.example.", 1_000_000);
    const rendered = join(folder, "rendered");
    const node = (...args: string[]) => [process.execPath, cli, ...args];
    const cases: Case[] = [
      ["check, 50,000 names (100,000 records)", () => measure(node("check", one))],
      ["render, 50,000 names (100,000 records)", () => measure(node("render", one, "--out", rendered))],
      [
        "named-checkzone on that file",
        () =>
          measure(["named-checkzone", "-i", "local", "large.example", join(rendered, "large.example.zone")]),
      ],
      ["check, 1,000 zones of 25 names", () => measure(node("check", many))],
      [
        "render, 1,000 zones of 25 names",
        () => measure(node("render", many, "--out", join(folder, "many-out"))),
      ],
      [
        "server ready on 1,000,000 records",
        () => measureUntilReady([process.execPath, server, "--listen", READY_PORT, "--zones", folder]),
      ],
    ];
    await runCases(cases);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
