import { printName } from "../../dns/name.ts";
import type { Steps } from "../plan/steps/steps.ts";
import { changeToJson } from "./change-json.ts";
import { mixtureToJson } from "./mixture-json.ts";

/** The steps of a plan as plain data: `after` in seconds since the step before is answered everywhere. */
export function stepsToJson({ steps, unsafe }: Steps): object {
  return {
    steps: steps.map(({ after, changes }) => ({
      after,
      changes: changes.map(({ zone, change }) => ({ zone: printName(zone), ...changeToJson(change) })),
    })),
    unsafe: unsafe.map(mixtureToJson),
  };
}
