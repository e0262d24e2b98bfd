#!/usr/bin/env node
import { addCommands } from "./commands/all.ts";
import { program } from "./commands/program.ts";

const cli = program();
addCommands(cli);
await cli.run(process.argv);
