import { addAsk } from "./ask.ts";
import { addCheck } from "./check.ts";
import { addDelegation } from "./delegation.ts";
import { addDeploy } from "./deploy.ts";
import { addDnssec } from "./dnssec.ts";
import { addDrift } from "./drift.ts";
import { addExplain } from "./explain.ts";
import { addFmt } from "./fmt.ts";
import { addImport } from "./import.ts";
import { addInit } from "./init.ts";
import { addList } from "./list.ts";
import { addLog } from "./log.ts";
import { addLsp } from "./lsp.ts";
import { addPlan } from "./plan.ts";
import type { Program } from "./program.ts";
import { addRender } from "./render.ts";
import { addRollback } from "./rollback.ts";
import { addSecondaryCommand } from "./secondary.ts";
import { addServe } from "./serve.ts";
import { addStatus } from "./status.ts";
import { addTop } from "./top.ts";
import { addUp } from "./up.ts";
import { addVerify } from "./verify.ts";
import { addWatch } from "./watch.ts";

/** Adds every command, in the order of the help. */
export function addCommands(program: Program): void {
  for (const add of [
    addInit,
    addUp,
    addCheck,
    addExplain,
    addFmt,
    addPlan,
    addRender,
    addServe,
    addWatch,
    addLsp,
    addVerify,
    addList,
    addAsk,
    addLog,
    addDelegation,
    addDrift,
    addDeploy,
    addStatus,
    addTop,
    addRollback,
    addSecondaryCommand,
    addDnssec,
    addImport,
  ])
    add(program);
}
