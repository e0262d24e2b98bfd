import type { MachineProof } from "../report/deployment.ts";
import type { World } from "../world.ts";
import type { AskedWatch } from "./asked-totals/watch-release.ts";
import { chooseCanary } from "./canary.ts";
import { deployWhenFree } from "./deploy-when-free.ts";
import type { Expectation } from "./expectation.ts";
import type { Scope } from "./fly/fly.ts";
import type { Place } from "./follow.ts";
import { type Proved, proveMachines } from "./prove-machines.ts";
import type { Steps } from "./steps.ts";
import type { SurveyedMachine } from "./survey.ts";

/** An app and how it runs. */
export interface AppOrder {
  readonly app: string;
  /** Its `fly.toml`. */
  readonly config: string;
}

/** What one app gets. */
export interface RollOut {
  readonly order: AppOrder;
  readonly image: string;
  /** The machines that it has now. */
  readonly machines: readonly SurveyedMachine[];
  /** A few machines take it first. */
  readonly hasCanary: boolean;
  readonly expectation: Expectation;
  /** Milliseconds that machines may take to be right once they are released. */
  readonly deadline: number;
  /** What the machines find in their environment besides. */
  readonly env: { readonly [name: string]: string };
  /** Told which machines are restarted next, and waited for. */
  readonly onRestart: AskedWatch["look"];
}

/** Something went wrong on the way: what runs now must go back. Its message is a sentence without its final stop. */
export class DeploymentFailure extends Error {}

/** The machines of an app once they are right. */
export interface RolledOut {
  readonly proofs: readonly MachineProof[];
  /** What else became of machines: sentences without their final stops. */
  readonly warnings: readonly string[];
}

/**
 * Releases an image to an app, a few machines first, and has every machine prove itself. Throws when one does not. A
 * machine that goes away meanwhile is told: nothing that it answers can be wrong, and going back brings none of it. So is
 * one that another took the place of, which has proved itself instead.
 */
export async function rollOut(
  { order, image, machines, hasCanary, expectation, deadline, env, onRestart }: RollOut,
  steps: Steps,
  { fly, patience: { clock } }: Pick<World, "fly" | "patience">,
): Promise<RolledOut> {
  const { app, config } = order;
  const before = machines.map(({ machine: { id, region } }) => ({ machine: id, region }));
  const prove = (label: string, wanted: readonly string[] | undefined) =>
    steps.take(label, async () => {
      const proved = await proveMachines(
        {
          app,
          before,
          ...(wanted === undefined ? {} : { machines: wanted }),
          expectationOf: () => expectation,
          deadline,
        },
        fly,
        clock,
      );
      requireRight(app, proved);
      return proved;
    });
  const release = (scope: Scope) => deployWhenFree({ app, config, image, scope, env }, fly, clock);
  const { canary, restAfter } = chooseCanary(hasCanary ? machines : []);
  let first: readonly string[] = [];
  if (canary !== undefined) {
    const { label, scope } = canary;
    await onRestart(app, canary.machines);
    await steps.take(`Releasing ${app}, ${label} first`, () => release(scope));
    const { proofs } = await prove(`Asking ${label} of ${app}`, canary.machines);
    first = proofs.map(({ machine }) => machine);
  }
  await onRestart(
    app,
    before.map(({ machine }) => machine),
  );
  const what = canary === undefined ? app : `the rest of ${app}`;
  await steps.take(`Releasing ${what}`, () => release(restAfter(first)));
  const proved = await prove(`Asking every machine of ${app}`, undefined);
  return { proofs: proved.proofs, warnings: tellChanges(app, before, proved) };
}

/** What became of machines besides their image. */
function tellChanges(app: string, before: readonly Place[], { unreached, found }: Proved): string[] {
  const changes = before.flatMap(({ machine, region }) => {
    const now = found.get(machine)?.machine;
    if (now === machine) return [];
    const was = `Machine ${machine} of ${app}`;
    return now === undefined
      ? `${was} is gone: "fly scale count" brings one back`
      : `${was} (${region}) was replaced by ${now}: its host was not reached, or did not take the new image`;
  });
  return [
    ...changes,
    ...unreached.map(
      ({ machine, region }) =>
        `Machine ${machine} of ${app} (${region}): Fly.io does not reach its host, so nobody knows what it answers; "fly machine destroy ${machine} --force -a ${app}" gives it up`,
    ),
  ];
}

/** Throws when a machine is not as it has to be, or when there is none. */
export function requireRight(app: string, { proofs, wrong }: Proved): void {
  if (proofs.length === 0) throw new DeploymentFailure(`${app} has no machine`);
  const [first] = wrong;
  if (first === undefined) return;
  const others = wrong.length === 1 ? "" : `, and ${wrong.length - 1} more are not right`;
  throw new DeploymentFailure(`Machine ${first.machine} of ${app}: ${first.problem ?? "not right"}${others}`);
}
