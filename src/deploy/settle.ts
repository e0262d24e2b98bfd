import type { MachineBefore } from "../report/deployment.ts";
import { asItWas, type EarlierMachine } from "./roll-back.ts";
import type { Situation } from "./situation.ts";
import type { SurveyedMachine } from "./survey.ts";

/** What a machine goes back to, and where it is. */
export interface SettledMachine extends EarlierMachine {
  readonly app: string;
  readonly region: string;
}

/**
 * What every machine goes back to when the deployment that begins now fails: what it runs, unless a deployment that did
 * not come to its end left that there. Nobody has proved such an image, so the machine goes back to what was written down
 * before the first of those deployments; one of which nothing is known, in an app of which nothing is, is left out.
 */
export function settle({
  machines,
  remembered: { last, unfinished },
}: Pick<Situation, "machines" | "remembered">): SettledMachine[] {
  const halfDone = new Set(unfinished.map(({ inputs }) => inputs));
  if (last !== undefined) halfDone.delete(last.inputs);
  const recorded = unfinished.at(-1)?.before ?? [];
  return machines.flatMap((one) => {
    const { app, machine } = one;
    const own = recorded.filter((before) => before.app === app);
    const before = own.find((each) => each.machine === machine.id) ?? own[0];
    if (unfinished.length === 0 || isProved(one, own, halfDone)) {
      return [{ app, region: machine.region, ...asItWas(one) }];
    }
    return before === undefined
      ? []
      : [{ ...asRecorded(before), machine: machine.id, region: machine.region }];
  });
}

/** Brings a machine back to an image that was written down. It need not show more than that it runs it, and is well. */
export function asRecorded({ app, machine, region, image, commit }: MachineBefore): SettledMachine {
  const expectation = { image: image.split("@")[1]! };
  return { app, region, machine, image, commit: commit ?? undefined, expectation };
}

/** None of the unfinished deployments put this on the machine. One that cannot be asked is known by its image alone. */
function isProved(
  { machine, check }: SurveyedMachine,
  recorded: readonly MachineBefore[],
  halfDone: ReadonlySet<string>,
): boolean {
  if (recorded.some(({ image }) => image === machine.image.pinned)) return true;
  return !("fault" in check) && !(check.build.inputs !== undefined && halfDone.has(check.build.inputs));
}
