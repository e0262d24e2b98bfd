import { join } from "node:path";
import { keyOf, printName } from "../../dns/name.ts";
import { type KeyStates, newestStates } from "../../dns/signing/key-states.ts";
import { keyStatesEnv, keyStatesOf } from "../dnssec/newest-keys.ts";
import { WorldError } from "../files/world-error.ts";
import { type Plan, serialOf } from "../plan/plan.ts";
import { withAddresses } from "../published/with-addresses.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import type { Deployment, MachineProof } from "../report/deployment.ts";
import type { World } from "../world.ts";
import { type AskedWatch, watchAsked } from "./asked-totals/watch-release.ts";
import { writeBuildContext } from "./build-context.ts";
import { asBefore, expectationOf } from "./expectation.ts";
import { withPast } from "./journals.ts";
import { backIn, type DeploymentRecord, greatestFloors, type LedgerEntry, reservedIn } from "./ledger.ts";
import { keyedImages, keysInForce, withKeys } from "./machine-keys.ts";
import { judgeMachine } from "./prove-machines.ts";
import { nameBy, proveOutside } from "./prove-outside.ts";
import { A_LOOK, proveReturn } from "./prove-return.ts";
import { proveSecondaries, secondariesAfter, withSecondaries } from "./prove-secondaries.ts";
import { proveSecondariesAgain } from "./prove-secondaries-again.ts";
import { proveValidation } from "./prove-validation.ts";
import { recordOf } from "./record.ts";
import type { DeployedApp, DeployRequest } from "./request.ts";
import { rollBack } from "./roll-back.ts";
import { DeploymentFailure, rollOut } from "./roll-out.ts";
import { requireFit, serialsVariable } from "./serials-variable.ts";
import { type SettledMachine, settle } from "./settle.ts";
import { shownByFiles } from "./shown-by-files.ts";
import { signingTime } from "./signing-time.ts";
import type { Situation } from "./situation.ts";
import { spentVariable } from "./spent-on-machines.ts";
import type { Steps } from "./steps.ts";
import type { SurveyedMachine } from "./survey.ts";
import { spentBefore } from "./versions-before.ts";
import { planWayBack, type WayBack } from "./way-back.ts";
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
 * others are waited for when all of it is proved and written down, whichever way it went.
 */
export async function release(order: ReleaseOrder, steps: Steps, world: World): Promise<Deployment> {
  const { request, situation, plan, rendered, soFar } = order;
  const { inputs } = soFar;
  const { commit, bundle, dockerfile, ledger } = request;
  const silent: string[] = []; // targets of ALIAS that nobody answered for
  const context = await steps.take("Assembling the image", async () => {
    const outgoing = rendered.map((zone, index) => {
      const limits = plan.zones[index]!.zone.config.journal;
      return { rendered: zone, limits };
    });
    const journaled = await withPast(outgoing, spentBefore(situation), request.history);
    const { zones, notes } = await withAddresses(journaled, world);
    silent.push(...notes);
    return await writeBuildContext(
      { rendered: zones, bundle, dockerfile: dockerfile.text, commit, inputs, time: world.now() },
      join(request.scratch, "image"),
      world.output,
    );
  });
  // Keys never go back: whatever comes of it, machines have the newest that anybody had.
  const planned = keyStatesOf(rendered);
  const { machines: all, remembered } = situation;
  const states = newestStates([planned, await keysInForce(all, remembered, request.history)]);
  const back = await reserveWayBack(order, states, world.now());
  const keyed = [...keyedImages(all, remembered)];
  const record = recordOf(commit, inputs, plan, situation, back, keyed);
  const env = {
    ...spentVariable(new Map(Object.entries(record.floors)), reservedIn({ last: record })),
    ...keyStatesEnv("Cannot deploy", planned),
  };
  const envOf = envOnTheWayBack(record, back, keyStatesEnv("Cannot deploy", states));
  for (const each of [env, ...back.targets.map(({ image }) => envOf(image))])
    requireFit("Cannot deploy", each);
  const entry = await steps.take("Writing the deployment down", () => ledger.open(record));
  const watch = watchAsked(request.totals, { commit, plan, machines: all, apps: request.apps }, world);
  const touched: DeployedApp[] = [];
  const warnings: string[] = [...soFar.warnings, ...silent, ...back.notes, ...oldServers(situation, back)];
  let known = soFar;
  try {
    const [first] = request.apps;
    const image = await steps.take("Building the image", () =>
      world.fly.build({ app: first!.app, config: first!.config, context: context.folder, ...context }),
    );
    known = { ...known, image };
    const expectation = expectationOf(rendered, inputs, world.now());
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
          deadline: request.deadlines.machines + signingTime(rendered),
          env,
          onRestart: watch.look,
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
      const deadline = request.deadlines.outside;
      const validation = await proveValidation({ zones: rendered, nameservers, deadline }, steps, world);
      if (validation.failures.length > 0) throw new DeploymentFailure(validation.failures[0]!);
      warnings.push(...outside.warnings, ...validation.warnings);
    }
    known = { ...known, outcome: "deployed", warnings, machines: nameBy(known.proof, machines) };
  } catch (error) {
    const undone = { ...order, soFar: { ...known, warnings } };
    return goBack(
      undone,
      { apps: touched, entry, back, envOf, spent: record, watch, states },
      error,
      steps,
      world,
    );
  }
  const unwritten = await tell(() => entry.succeed(`Deployed ${commit.slice(0, 7)}`));
  if (unwritten !== undefined) {
    warnings.push(
      `That it succeeded could not be written down, so the next run deploys it again: ${unwritten}`,
    );
  }
  warnings.push(...(await watch.finish()));
  const { secondaries: deadline } = request.deadlines;
  const after = secondariesAfter(rendered, plan, request);
  const seen = await proveSecondaries({ ...after, deadline }, steps, world);
  return withSecondaries({ ...known, warnings }, seen);
}

/** What a release has done so far. */
interface Begun {
  /** That may run its image. */
  readonly apps: readonly DeployedApp[];
  readonly entry: LedgerEntry;
  readonly back: WayBack<SettledMachine>;
  readonly envOf: (image: string) => { readonly [name: string]: string };
  readonly spent: DeploymentRecord;
  readonly watch: AskedWatch;
  /** The newest keys. */
  readonly states: KeyStates;
}

async function goBack(
  { request, situation, plan, rendered, soFar }: ReleaseOrder,
  { apps: touched, entry, back: reserved, envOf, spent, watch, states }: Begun,
  error: unknown,
  steps: Steps,
  world: World,
): Promise<Deployment> {
  const isOurs = error instanceof DeploymentFailure || error instanceof WorldError;
  const failures = [isOurs || error instanceof Error ? error.message : String(error)];
  const history = withKeys(request.history, states);
  const machines: MachineProof[] = [];
  const returned: ReturnedApp[] = [];
  const apps = appsToReturn(request.apps, touched, reserved);
  const looking: Promise<void>[] = [];
  for (const app of apps) {
    // Beside it: going back waits for nobody.
    const left = machinesOf(situation, app).map(({ machine }) => machine.id);
    looking.push(watch.look(app.app, left));
    const before = reserved.targets.filter((one) => one.app === app.app);
    const back = await rollBack(
      {
        order: app,
        before,
        deadline: request.deadlines.machines + signingTime(rendered),
        envOf,
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
    { apps: returned.toReversed(), history, left: rendered, deadline },
    steps,
    world,
  );
  failures.push(...outside.failures);
  const isBack = failures.length === 1;
  const unwritten = await tell(() => entry.fail(failures[0]!));
  const untouched = situation.machines
    .filter(({ app }) => !apps.some((each) => each.app === app))
    .map((one) => judgeMachine(one, asBefore(one)));
  await Promise.all(looking);
  const uncounted = touched.length === 0 ? [] : await watch.finish();
  // Nameservers that answered the release before it went back say nothing of what is live now.
  const { proof: _, convergence: __, ...known } = soFar;
  const seen = await proveSecondariesAgain(
    {
      apps: returned,
      history,
      left: rendered,
      settings: plan.zones.map(({ zone }) => zone),
      secondaries: request.secondaries,
      // What is not back need not be followed.
      deadline: isBack ? request.deadlines.secondaries : 0,
    },
    steps,
    world,
  );
  const deployment: Deployment = {
    ...known,
    ...(outside.proof === undefined ? {} : { proof: outside.proof }),
    outcome: touched.length === 0 ? "not-released" : isBack ? "rolled-back" : "failed",
    machines: nameBy(outside.proof, [...machines, ...untouched]),
    warnings: [...soFar.warnings, ...outside.notes, ...uncounted],
    failure: [
      ...failures,
      ...(unwritten === undefined ? [] : [`It could not be written down: ${unwritten}`]),
    ].join(". "),
    // Nothing was answered as long as no app was touched; the record says they are spent all the same.
    floors: spentBy(plan, spent, reserved),
  };
  return withSecondaries(deployment, seen);
}

/** Serials of the plan that are not what was published before, or those of the way back, which are greater. */
function spentBy(plan: Plan, record: DeploymentRecord, back: WayBack<SettledMachine>): Deployment["floors"] {
  const ends = spentOnTheWayBack(record, back);
  return plan.zones.flatMap(({ zone, decision }) => {
    const serial = ends.get(printName(keyOf(zone.origin))) ?? serialOf(decision)!;
    return serial === serialOf(decision) && decision.kind === "kept" ? [] : [{ zone: zone.origin, serial }];
  });
}

/** Chooses the serials of the way back before anybody goes anywhere: they stand in the ledger beside those of the release. */
function reserveWayBack(
  { request, situation, rendered }: ReleaseOrder,
  states: KeyStates,
  now: Date,
): Promise<WayBack<SettledMachine>> {
  return planWayBack({
    targets: settle(situation),
    surveyed: situation.machines,
    history: request.history,
    shownOf: ({ name }) => [...situation.shownOf(name), ...shownByFiles(rendered, name)],
    floors: situation.remembered.floors,
    reserved: situation.reserved,
    ownOf: (image) => backIn(situation.remembered, image),
    ...{ states, now },
  });
}

/** What machines are told on their way back: all that is spent by then, and the serials of their image. */
function envOnTheWayBack(
  record: DeploymentRecord,
  back: WayBack<SettledMachine>,
  keys: { readonly [name: string]: string },
): Begun["envOf"] {
  const spent = spentVariable(spentOnTheWayBack(record, back), reservedIn({ last: record }));
  return (image) => ({ ...spent, ...serialsVariable(back.serials.get(image) ?? new Map()), ...keys });
}

/**
 * What is spent once it has gone back: all that was reserved. Of a zone that our nameservers sign what its files have then, for the
 * serials that follow it are its own.
 */
function spentOnTheWayBack(
  record: DeploymentRecord,
  { bound, signed }: WayBack<SettledMachine>,
): ReadonlyMap<string, number> {
  const ends = [...reservedIn({ last: record })].filter(([zone]) => !signed.has(zone));
  const files = [...bound.values()].map((serials) => [...serials].filter(([zone]) => signed.has(zone)));
  return greatestFloors([...[ends, ...files].map((each) => ({ floors: Object.fromEntries(each) })), record]);
}

/**
 * In which order apps go back: the last that was touched first. Those that the release did not reach answer the old
 * content already, and get its new serial as well, so that all answer alike; where there is none, they are left alone.
 */
function appsToReturn(
  all: readonly DeployedApp[],
  touched: readonly DeployedApp[],
  { bound, targets }: WayBack<SettledMachine>,
): readonly DeployedApp[] {
  const others = all.filter((each) => !touched.includes(each) && targets.some(({ app }) => app === each.app));
  return [...touched.toReversed(), ...(touched.length > 0 && hasNew(bound) ? others : [])];
}

/** Something comes back with a serial that nobody answers yet. */
function hasNew(bound: WayBack<SettledMachine>["bound"]): boolean {
  return [...bound.values()].some(({ size }) => size > 0);
}

/** Images of before this could be done: told, for it concerns nobody but secondaries, and ends with this release. */
function oldServers({ machines }: Situation, { bound }: WayBack<SettledMachine>): string[] {
  const old = machines.filter(({ check }) => !("fault" in check || check.renumbers));
  if (!hasNew(bound) || old.length === 0) return [];
  return [
    "The image of before has a nameserver that takes no other serial than its own: if this release goes back, secondaries keep its zones",
  ];
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
