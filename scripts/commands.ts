import type { Command } from "commander";
import { commandsFor } from "../src/commands/all.ts";
import { type Program, program } from "../src/commands/program.ts";

const ADDED = await commandsFor();

/** Every command by its name, in the order of the help, for documents and their tests. */
export function allCommands(): ReadonlyMap<string, Command> {
  const commands = new Map<string, Command>();
  const face = program();
  const collecting: Program = {
    ...face,
    command: (usage, summary) => {
      const command = face.command(usage, summary);
      commands.set(command.name(), command);
      return command;
    },
  };
  for (const add of ADDED) add(collecting);
  return commands;
}
