import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { addCommands } from "../src/commands/all.ts";
import { program } from "../src/commands/program.ts";

const RUNBOOK = readFileSync(join(import.meta.dirname, "../docs/runbook.md"), "utf8");

const commands = new Map<string, Command>();
const face = program();
addCommands({
  ...face,
  command: (usage, summary) => {
    const command = face.command(usage, summary);
    commands.set(command.name(), command);
    return command;
  },
});

/** Every `zonepipe …` in the runbook: between backticks, or to the end of a line of a block. */
const lines = [...RUNBOOK.matchAll(/(?:^ *(?:\$ )?|`)zonepipe ([a-z]+)([^`#\n]*)/gm)].map(
  ([, name, rest]) => ({
    name: name!,
    flags: [...rest!.matchAll(/--[a-z-]+/g)].map(([flag]) => flag),
  }),
);

test("the runbook shows commands, and knows its commands' flags", () => {
  expect(new Set(lines.map(({ name }) => name)).size).toBeGreaterThan(6);
  expect(lines.flatMap(({ flags }) => flags)).toContain("--octodns");
});

test.each(lines)("zonepipe $name $flags is there", ({ name, flags }) => {
  const options = commands.get(name)?.options.map(({ long }) => long);
  expect(options).toEqual(expect.arrayContaining(flags));
});
