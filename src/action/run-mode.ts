import { type CommentContext, commentMode } from "./comment-mode.ts";
import { type DeployContext, deployMode } from "./deploy-mode.ts";
import { driftMode } from "./drift-mode.ts";
import { expiredMode } from "./expired-mode.ts";
import type { Finished } from "./finished.ts";
import { type PlanContext, planMode } from "./plan-mode.ts";
import { verifyMode } from "./verify-mode.ts";

/** Does what the input "mode" says. */
export function runMode(context: PlanContext & CommentContext & DeployContext): Promise<Finished> {
  const { inputs, world } = context;
  switch (inputs.mode) {
    case "plan":
      return planMode(context);
    case "comment":
      return commentMode(context);
    case "verify":
      return verifyMode(inputs, world);
    case "deploy":
      return deployMode(context);
    case "drift":
      return driftMode(context);
    case "expired":
      return expiredMode(context);
    default:
      return inputs.mode satisfies never;
  }
}
