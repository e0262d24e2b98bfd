import { join } from "node:path";
import { up } from "../pipeline.ts";
import { printHtml } from "../report/html/html.ts";
import { printReportJson } from "../report/json-text.ts";
import { printMarkdown } from "../report/markdown/markdown.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface UpOptions {
  readonly build: string;
  readonly json: boolean;
}

/** `zonepipe up`: the whole line on this machine, from YAML to answers that dig has checked. */
export function addUp({ command, action }: Program): void {
  command("up", "check, plan, render, serve on this machine, ask for everything with dig, and report")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option(
      "--build <dir>",
      "where zones/, report.html, report.md, report.json and report.sarif go; the last render there counts as published",
      "build",
    )
    .option("--json", "print the report as JSON", false)
    .addHelpText(
      "after",
      "\nExit codes: 0 all is right, 1 the zones or the answers are wrong, 2 the machine is in the way.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, { build, json }: UpOptions): Promise<Printed> {
  const out = join(build, "zones");
  const report = await up(
    { folder, published: { kind: "output", path: out }, serialAbove: new Map() },
    out,
    world,
  );
  await world.output.write(join(build, "report.html"), printHtml(report));
  await world.output.write(join(build, "report.md"), printMarkdown(report));
  await world.output.write(join(build, "report.json"), printReportJson(report));
  return { report, json, sarif: join(build, "report.sarif") };
}
