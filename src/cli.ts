#!/usr/bin/env node
import { addCheck } from "./commands/check.ts";
import { addPlan } from "./commands/plan.ts";
import { program } from "./commands/program.ts";
import { addRender } from "./commands/render.ts";
import { addServe } from "./commands/serve.ts";
import { addUp } from "./commands/up.ts";
import { addVerify } from "./commands/verify.ts";

const cli = program();
for (const add of [addUp, addCheck, addPlan, addRender, addServe, addVerify]) add(cli);
await cli.run(process.argv);
