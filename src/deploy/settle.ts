import type { MachineBefore } from "../report/deployment.ts";
import { asItWas, type EarlierMachine } from "./roll-back.ts";
import type { Situation } from "./situation.ts";
import type { SurveyedMachine } from "./survey.ts";

/** What a machine goes back to, and where it is. */
export interface SettledMachine extends EarlierMachine {
  readonly app: string;
}

/**
 * What every machine goes back to when the deployment that begins now fails: what it runs, unless a deployment that did
 * not come to its end left that there. Nobody has proved such an image, so the machine goes back to what was written down
 * before the first of those deployments. Where nobody knows what it runs, it gets what others of its app do; one of which
 * nothing is known, in an app of which nothing is, is left out.
 */
export function settle({
  machines,
  remembered: { last, unfinished },
}: Pick<Situation, "machines" | "remembered">): SettledMachine[] {
  const halfDone = new Set(unfinished.map(({ inputs }) => inputs));
  if (last !== undefined) halfDone.delete(last.inputs);
  const recorded = unfinished.at(-1)?.before ?? [];
  const settled = machines.map((one): SettledMachine | undefined => {
    const { app, machine } = one;
    const own = recorded.filter((before) => before.app === app);
    const asNow = asItWas(one);
    if (asNow !== undefined && (unfinished.length === 0 || isProved(one, own, halfDone))) {
      return { app, ...asNow };
    }
    const before = beforeOn(machine, own) ?? own[0];
    return before && { ...asRecorded(before), machine: machine.id, region: machine.region };
  });
  return machines.flatMap(({ app, machine: { id: machine, region } }, index) => {
    const found = settled[index] ?? settled.find((one) => one?.app === app);
    if (found === undefined) return [];
    // What is not known to have been right need not be again.
    return [settled[index] ?? { ...found, machine, region, expectation: undefined }];
  });
}

/** Of what was written down, what is of this machine; where it has another id by now, what is of its region. */
export function beforeOn<Before extends { readonly machine: string; readonly region?: string }>(
  { id, region }: SurveyedMachine["machine"],
  recorded: readonly Before[],
): Before | undefined {
  return recorded.find(({ machine }) => machine === id) ?? recorded.find((one) => one.region === region);
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
  if (recorded.some(({ image }) => image === machine.image?.pinned)) return true;
  return !("fault" in check) && !(check.build.inputs !== undefined && halfDone.has(check.build.inputs));
}
