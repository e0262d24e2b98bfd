import type { Command } from "commander";
import { addCommands } from "../src/commands/all.ts";
import { program } from "../src/commands/program.ts";

/** Every command by its name, in the order of the help, for documents and their tests. */
export function allCommands(): ReadonlyMap<string, Command> {
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
  return commands;
}
