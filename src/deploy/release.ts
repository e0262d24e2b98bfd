import { join } from "node:path";
import { WorldError } from "../files/world-error.ts";
import { type Plan, serialOf } from "../plan/plan.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import type { Deployment, MachineProof } from "../report/deployment.ts";
import type { World } from "../world.ts";
import { writeBuildContext } from "./build-context.ts";
import { asBefore, expectationOf } from "./expectation.ts";
import { withPast } from "./journals.ts";
import type { LedgerEntry } from "./ledger.ts";
import { judgeMachine } from "./prove-machines.ts";
import { nameBy, proveOutside } from "./prove-outside.ts";
import { A_LOOK, proveReturn } from "./prove-return.ts";
import { proveSecondaries, withSecondaries } from "./prove-secondaries.ts";
import { recordOf } from "./record.ts";
import type { DeployedApp, DeployRequest } from "./request.ts";
import { rollBack } from "./roll-back.ts";
import { DeploymentFailure, rollOut } from "./roll-out.ts";
import { settle } from "./settle.ts";
import type { Situation } from "./situation.ts";
import { spentVariable } from "./spent-on-machines.ts";
import type { Steps } from "./steps.ts";
import type { SurveyedMachine } from "./survey.ts";
import { spentBefore } from "./versions-before.ts";
import type { ReturnedApp } from "./zones-before.ts";

/** A change that may go out. */
export interface ReleaseOrder {
  readonly request: DeployRequest;
  readonly situation: Situation;
  readonly plan: Plan;
  readonly rendered: readonly RenderedZone[];
  /** What is known of the deployment so far. */
  readonly soFar: Deployment;
}

/**
 * Writes the deployment down, builds the image once, and releases it app by app; each app is proved by its machines
 * and by its public addresses before the next one gets it. Whatever fails, what was touched goes back. The nameservers of
 * others are waited for when all of it is proved and written down.
 */
export async function release(order: ReleaseOrder, steps: Steps, world: World): Promise<Deployment> {
  const { request, situation, plan, rendered, soFar } = order;
  const { inputs } = soFar;
  const { commit, bundle, dockerfile, ledger } = request;
  const context = await steps.take("Assembling the image", async () => {
    const outgoing = rendered.map((zone, index) => {
      const limits = plan.zones[index]!.zone.config.journal;
      return { rendered: zone, limits };
    });
    const journaled = await withPast(outgoing, spentBefore(situation), request.history);
    return await writeBuildContext(
      { rendered: journaled, bundle, dockerfile: dockerfile.text, commit, inputs },
      join(request.scratch, "image"),
      world.output,
    );
  });
  const record = recordOf(commit, inputs, plan, situation);
  const env = spentVariable(new Map(Object.entries(record.floors)));
  const entry = await steps.take("Writing the deployment down", () => ledger.open(record));
  const touched: DeployedApp[] = [];
  const warnings: string[] = [...soFar.warnings];
  let known = soFar;
  try {
    const [first] = request.apps;
    const image = await steps.take("Building the image", () =>
      world.fly.build({ app: first!.app, config: first!.config, context: context.folder, ...context }),
    );
    known = { ...known, image };
    const expectation = expectationOf(rendered, inputs);
    const machines: MachineProof[] = [];
    for (const app of request.apps) {
      touched.push(app);
      const rolledOut = await rollOut(
        {
          order: app,
          image,
          machines: machinesOf(situation, app),
          hasCanary: app === first,
          expectation,
          deadline: request.deadlines.machines,
          env,
        },
        steps,
        world,
      );
      machines.push(...rolledOut.proofs);
      warnings.push(...rolledOut.warnings);
      const isLast = app === request.apps.at(-1);
      const nameservers = isLast ? request.apps.flatMap((each) => each.nameservers) : app.nameservers;
      if (nameservers.length === 0 && !isLast) continue;
      const outside = await proveOutside({ rendered, plan, nameservers, request }, steps, world);
      known = { ...known, ...outside.shown };
      const [failure] = outside.failures;
      if (failure !== undefined) throw new DeploymentFailure(failure);
      warnings.push(...outside.warnings);
    }
    known = { ...known, outcome: "deployed", warnings, machines: nameBy(known.proof, machines) };
  } catch (error) {
    const undone = { ...order, soFar: { ...known, warnings } };
    return goBack(undone, { apps: touched, entry, env }, error, steps, world);
  }
  const unwritten = await tell(() => entry.succeed(`Deployed ${commit.slice(0, 7)}`));
  if (unwritten !== undefined) {
    warnings.push(
      `That it succeeded could not be written down, so the next run deploys it again: ${unwritten}`,
    );
  }
  const { secondaries: deadline } = request.deadlines;
  const seen = await proveSecondaries({ rendered, plan, request, deadline }, steps, world);
  return withSecondaries({ ...known, warnings }, seen);
}

/** What a release has done so far. */
interface Begun {
  /** That may run its image. */
  readonly apps: readonly DeployedApp[];
  readonly entry: LedgerEntry;
  /** The serials that are spent, for the machines. */
  readonly env: { readonly [name: string]: string };
}

async function goBack(
  { request, situation, plan, rendered, soFar }: ReleaseOrder,
  { apps: touched, entry, env }: Begun,
  error: unknown,
  steps: Steps,
  world: World,
): Promise<Deployment> {
  const isOurs = error instanceof DeploymentFailure || error instanceof WorldError;
  const failures = [isOurs || error instanceof Error ? error.message : String(error)];
  const machines: MachineProof[] = [];
  const returned: ReturnedApp[] = [];
  const settled = settle(situation);
  for (const app of touched.toReversed()) {
    const before = settled.filter((one) => one.app === app.app);
    const back = await rollBack(
      {
        order: app,
        before,
        deadline: request.deadlines.machines,
        env,
        configAt: (commit) => request.history.configAt(commit, app.app),
      },
      steps,
      world,
    );
    machines.push(...back.proofs);
    failures.push(...back.failures);
    returned.push({ ...app, before: back.before, proofs: back.proofs });
  }
  // What is known to have failed is looked at, so that the report says what is answered, and not waited for.
  const { outside: patience } = request.deadlines;
  const deadline = failures.length > 1 ? Math.min(A_LOOK, patience) : patience;
  const outside = await proveReturn(
    { apps: returned.toReversed(), history: request.history, left: rendered, deadline },
    steps,
    world,
  );
  failures.push(...outside.failures);
  const isBack = failures.length === 1;
  const unwritten = await tell(() => entry.fail(failures[0]!));
  const untouched = situation.machines
    .filter(({ app }) => !touched.some((each) => each.app === app))
    .map((one) => judgeMachine(one, asBefore(one)));
  // Nameservers that answered the release before it went back say nothing of what is live now.
  const { proof: _, convergence: __, ...known } = soFar;
  return {
    ...known,
    ...(outside.proof === undefined ? {} : { proof: outside.proof }),
    outcome: touched.length === 0 ? "not-released" : isBack ? "rolled-back" : "failed",
    machines: nameBy(outside.proof, [...machines, ...untouched]),
    warnings: [...soFar.warnings, ...outside.notes],
    failure: [
      ...failures,
      ...(unwritten === undefined ? [] : [`It could not be written down: ${unwritten}`]),
    ].join(". "),
    // Nothing was answered as long as no app was touched; the record says they are spent all the same.
    floors: spentBy(plan),
  };
}

/** Serials of the plan that are not what was published before. */
function spentBy(plan: Plan): Deployment["floors"] {
  return plan.zones.flatMap(({ zone, decision }) =>
    decision.kind === "kept" ? [] : [{ zone: zone.origin, serial: serialOf(decision)! }],
  );
}

function machinesOf({ machines }: Situation, { app }: DeployedApp): readonly SurveyedMachine[] {
  return machines.filter((one) => one.app === app);
}

/** Why the world did not take it; undefined when it did. */
async function tell(act: () => Promise<void>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof WorldError) return error.message;
    throw error;
  }
}
