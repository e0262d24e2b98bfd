import { addAsk } from "./ask.ts";
import { addDelegation } from "./delegation.ts";
import { addDeploy } from "./deploy.ts";
import { addDnssec } from "./dnssec.ts";
import { addDrift } from "./drift.ts";
import { addImport } from "./import.ts";
import { addInit } from "./init.ts";
import { addLog } from "./log.ts";
import { addLsp } from "./lsp.ts";
import { addPlan } from "./plan.ts";
import type { Program } from "./program.ts";
import { addRollback } from "./rollback.ts";
import { addSecondaryCommand } from "./secondary.ts";
import { addServe } from "./serve.ts";
import { addStatus } from "./status.ts";
import { addTop } from "./top.ts";
import { addUp } from "./up.ts";
import { addVerify } from "./verify.ts";
import { addWatch } from "./watch.ts";

/**
 * What adds each of the commands that are not of every day, by its name: in one module, so that a bundle has them in one file of
 * its own (`all.ts`).
 */
export const MORE = {
  ask: addAsk,
  delegation: addDelegation,
  deploy: addDeploy,
  dnssec: addDnssec,
  drift: addDrift,
  import: addImport,
  init: addInit,
  log: addLog,
  lsp: addLsp,
  plan: addPlan,
  rollback: addRollback,
  secondary: addSecondaryCommand,
  serve: addServe,
  status: addStatus,
  top: addTop,
  up: addUp,
  verify: addVerify,
  watch: addWatch,
} satisfies Record<string, (program: Program) => void>;
