import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeLargeZoneFile, writeManyZones, writeOneLargeZone } from "./generate.ts";
import { measure, measureUntilReady } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { bundleOther } from "./other-checkout.ts";
import { type Case, OF_BASE, runCases } from "./rounds.ts";
import { bundleShipped, type Shipped } from "./shipped.ts";

const READY_PORT = "127.0.0.1:0";

/**
 * The pipeline as whole processes, bundled as they are shipped: 50,000 names in one zone and 1,000 zones of 25 names,
 * checked and rendered, beside named-checkzone on the rendered file; and the server until it is ready on 1,000,000
 * records. With `base`, a checkout, its programs have turns with ours.
 */
export async function pipelineBench({ base }: BenchOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  try {
    const one = join(folder, "one");
    const many = join(folder, "many");
    const large = join(folder, "large.example.zone");
    const shipped = await bundleShipped(join(folder, "bundles"));
    const before = base === undefined ? undefined : await bundleOther(base, join(folder, "bundles-of-base"));
    console.log("Generating zones …");
    await writeOneLargeZone(one, 50_000);
    await writeManyZones(many, 1_000, 25);
    await writeLargeZoneFile(large, "large.example.", 1_000_000);
    const rendered = join(folder, "rendered");
    const casesOf = ({ cli, server }: Shipped, whose = ""): Case[] => {
      const node = (...args: string[]) => measure([process.execPath, cli, ...args]);
      const ready = [process.execPath, server, "--listen", READY_PORT, "--zones", folder];
      return [
        [`${whose}check, 50,000 names (100,000 records)`, () => node("check", one)],
        [`${whose}render, 50,000 names (100,000 records)`, () => node("render", one, "--out", rendered)],
        [`${whose}check, 1,000 zones of 25 names`, () => node("check", many)],
        [
          `${whose}render, 1,000 zones of 25 names`,
          () => node("render", many, "--out", join(folder, "many-out")),
        ],
        [`${whose}server ready on 1,000,000 records`, () => measureUntilReady(ready)],
      ];
    };
    const peer = ["named-checkzone", "-i", "local", "large.example", join(rendered, "large.example.zone")];
    await runCases([
      ...casesOf(shipped),
      ["named-checkzone on what was rendered of 50,000 names", () => measure(peer)],
      ...(before === undefined ? [] : casesOf(before, OF_BASE)),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
