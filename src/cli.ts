#!/usr/bin/env node
import { commandsFor } from "./commands/all.ts";
import { program } from "./commands/program.ts";

const cli = program();
for (const add of await commandsFor(process.argv[2])) add(cli);
await cli.run(process.argv);
