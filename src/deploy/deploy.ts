import { join } from "node:path";
import { keyOf } from "../../dns/name.ts";
import { isError } from "../../dns/problem.ts";
import { newestStates } from "../../dns/signing/key-states.ts";
import { keyStatesOf, withNewestKeys } from "../dnssec/newest-keys.ts";
import { WorldError } from "../files/world-error.ts";
import { dangersSinceBase } from "../invariants/dangers-since.ts";
import { KEYS_PRESIGNED } from "../lint/keys-rules.ts";
import { render } from "../pipeline.ts";
import { checkLive } from "../plan/check-live.ts";
import { isDecided, type Plan } from "../plan/plan.ts";
import { type Base, EMPTY_BASE } from "../plan/pull-request.ts";
import type { Proof } from "../proof/proof.ts";
import { isSound, provePlan } from "../proof/prove-plan.ts";
import { type Consequences, noteConsequences } from "../proof/together.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import type { Deployment } from "../report/deployment.ts";
import { elsewhereNotes, limitedNotes, undecidedNotes } from "../report/notes.ts";
import type { Report } from "../report/report.ts";
import type { Run } from "../run.ts";
import type { World } from "../world.ts";
import { expectationOf } from "./expectation.ts";
import { inputsDigest } from "./inputs-digest.ts";
import { findForeignContent } from "./live-content.ts";
import { keyStatesOnMachines, keysInForce, keysOfBefore, missingKeys, whyNotBack } from "./machine-keys.ts";
import { planDeployment } from "./plan-deployment.ts";
import { lackingOnTheWayBack } from "./presigned-in-images.ts";
import { isRight, judgeMachine } from "./prove-machines.ts";
import { nameBy, proveOutside } from "./prove-outside.ts";
import { proveSecondaries, secondariesAfter, withSecondaries } from "./prove-secondaries.ts";
import { machineBefore, recordOf } from "./record.ts";
import { release } from "./release.ts";
import type { DeployRequest, Judgement } from "./request.ts";
import { settle } from "./settle.ts";
import { findSituation, type Situation } from "./situation.ts";
import { makeSteps } from "./steps.ts";

/**
 * Deploys zones: finds out what is live, decides whether the change may go out, and releases it step by step, each
 * proved before the next. Nothing is touched when it is refused, or when everything runs already.
 */
export async function deploy(run: Run, request: DeployRequest, world: World): Promise<Report> {
  const { commit, apps, secondaries, ledger, bundle, dockerfile } = request;
  const steps = makeSteps(world);
  const ours = apps.flatMap((app) => app.nameservers);
  const situation = await steps.take("Asking what is live", () =>
    findSituation({ zones: run.zones, apps: apps.map(({ app }) => app), ours, secondaries, ledger }, world),
  );
  const since = situation.remembered.last?.commit ?? commitOnMachines(situation);
  const base = since === undefined ? EMPTY_BASE : await baseAt(since, request);
  const known = [...zonesOf(base), ...(await unfinishedZones(situation, request)), ...run.zones];
  const onMachines = keyStatesOnMachines(situation.machines);
  const answered = [...known, ...known.map((zone) => withNewestKeys(zone, onMachines))];
  const foreign = await findForeignContent(situation.machines, answered, world.fly);
  const plan = planDeployment(run.zones, { base, foreign }, situation, world.now(), request.keyLooks);
  if (!isDecided(plan)) return run.finish("blocked", { plan, notes: undecidedNotes(plan) });

  const inputs = inputsDigest({
    zones: run.zones,
    bundle: Buffer.from(bundle),
    dockerfile: Buffer.from(dockerfile.text),
    apps: apps.map(({ app, configText }) => ({ app, config: Buffer.from(configText) })),
  });
  const rendered = render(plan, world);
  const expectation = expectationOf(rendered, inputs, world.now());
  const machines = situation.machines.map((one) => judgeMachine(one, expectation));
  const hasAll = apps.every(({ app }) => machines.some((proof) => proof.app === app));
  const isLive = hasAll && machines.every(isRight);
  const consequences: Consequences = new Set();
  // What runs already changes no answer.
  const proof = isLive
    ? undefined
    : await steps.take("Comparing every answer with what it was", () =>
        provePlan(
          plan,
          {
            isFull: true,
            scratch: join(request.scratch, "proof"),
            onChange: noteConsequences(consequences),
          },
          world,
        ),
      );
  const wrong = isLive ? [] : await wrongKeys(rendered, request, situation, world);
  const judgement = await steps.take("Deciding what may go out", () =>
    request.judge({
      plan,
      since,
      foreign,
      isLive,
      consequences,
      wrong: [...wrongIn(plan, isLive), ...unsound(proof), ...wrong],
      invariants: dangersSinceBase(base, run),
    }),
  );
  const soFar: Deployment = {
    outcome: "refused",
    commit,
    inputs,
    dockerfile: dockerfile.whose,
    steps: [],
    machines,
    ...(judgement.refusals.length === 0 ? {} : { failure: judgement.refusals.join(". ") }),
    ...(judgement.drift === undefined ? {} : { drift: judgement.drift }),
    before: settle(situation).map(machineBefore),
    floors: [],
    warnings: [...request.warnings, ...warningsOf(apps, machines)],
  };
  const finish = (deployment: Deployment, isFine: boolean) =>
    run.finish(isFine ? "fine" : "wrong", {
      plan,
      ...(since === undefined ? {} : { base: since }),
      review: judgement.review,
      ...(proof && { proof }),
      deployment: { ...deployment, steps: steps.taken() },
      notes: [
        ...notesOf(judgement, base),
        ...elsewhereNotes(deployment.proof?.paths ?? []),
        ...limitedNotes(deployment.proof?.paths ?? []),
      ],
    });

  if (judgement.refusals.length > 0) return finish(soFar, false);
  if (isLive) {
    const outside = await proveOutside({ rendered, plan, nameservers: ours, request }, steps, world);
    const [failure] = outside.failures;
    const unchanged: Deployment = {
      ...soFar,
      outcome: "unchanged",
      ...outside.shown,
      machines: nameBy(outside.shown.proof, machines),
      warnings: [...soFar.warnings, ...outside.warnings],
      ...(failure === undefined ? {} : { failure }),
    };
    if (failure === undefined && situation.remembered.last?.commit !== commit) {
      const entry = await ledger.open(recordOf(commit, inputs, plan, situation));
      await entry.succeed("Every machine runs it already");
    }
    // Nothing was released, so nobody needs time: what is not right now was not right before.
    const after = secondariesAfter(rendered, plan, request);
    const seen = await proveSecondaries({ ...after, deadline: 0 }, steps, world);
    return finish(withSecondaries(unchanged, seen), failure === undefined);
  }
  const deployment = await release({ request, situation, plan, rendered, soFar }, steps, world);
  return finish(deployment, deployment.outcome === "deployed");
}

/**
 * What the rules find wrong with the plan: it has to stand before a release, for after it nobody can mend that any more. Signatures
 * that end soon concern what is released alone.
 */
function wrongIn(plan: Plan, isLive: boolean): string[] {
  return checkLive(plan)
    .problems.filter((problem) => isError(problem) && !(isLive && problem.rule === KEYS_PRESIGNED.id))
    .map(({ file, message, rule }) => `${file}: ${message} (${rule})`);
}

/** What stands in the way of zones' keys: nothing may go out that could not be signed, or not be taken back. */
async function wrongKeys(
  rendered: readonly RenderedZone[],
  { apps, history }: DeployRequest,
  situation: Situation,
  { fly, now }: World,
): Promise<string[]> {
  const { machines, remembered } = situation;
  const planned = keyStatesOf(rendered);
  if (planned.size === 0) return [];
  const beforehand = rendered.filter(({ keySignatures }) => keySignatures !== undefined);
  const targets = settle(situation);
  const images = targets.map(({ image }) => image);
  const why = whyNotBack(images, planned, machines, remembered);
  const inForce = await keysInForce(machines, remembered, history);
  const lacking = await lackingOnTheWayBack({
    ...{ targets, states: newestStates([planned, inForce]), statesNow: inForce },
    ...{ machines, history, now: now() },
  });
  const holders = apps.map(async ({ app }) => ({
    app,
    machines: machines.filter((one) => one.app === app),
    secrets: await fly.secrets(app),
  }));
  return [
    ...keysOfBefore(planned, inForce),
    ...missingKeys(
      planned,
      await Promise.all(holders),
      new Set(beforehand.map(({ origin }) => keyOf(origin))),
    ),
    ...(why === undefined ? [] : [why]),
    ...(lacking === undefined ? [] : [`Could this release not be proved, ${lacking}: ${SIGNATURES_FIRST}`]),
  ];
}

const SIGNATURES_FIRST =
  "release zones/_signatures first, signed for the keys to come beside those of now, and zones/_keys.yaml after it";

/** An answer that changes for no reason that can be seen is a fault of ours: nothing goes out on it. */
function unsound(proof: Proof | undefined): string[] {
  if (proof === undefined || isSound(proof)) return [];
  return [
    "An answer changes that no change explains, or is not what the zones say: a defect of zonepipe, which is shown in the report",
  ];
}

/** The commit that all machines say they are made of, where nothing else remembers it. */
function commitOnMachines({ machines }: Situation): string | undefined {
  const commits = new Set(
    machines.flatMap(({ check }) =>
      "fault" in check || check.build.commit === undefined ? [] : [check.build.commit],
    ),
  );
  return commits.size === 1 ? [...commits][0] : undefined;
}

async function baseAt(commit: string, { history }: DeployRequest): Promise<Base> {
  const base = await history.zonesAt(commit);
  if (base !== undefined) return base;
  throw new WorldError(
    `Cannot tell what changes: commit ${commit}, which was deployed last, is not in the repository; ` +
      'give actions/checkout "fetch-depth: 0"; where the branch was pushed by force, bring the commit back from a clone that has it: ' +
      `git push origin ${commit}:refs/heads/deployed-before`,
  );
}

/** The zones of deployments that did not come to their end: machines may rightly answer these. */
async function unfinishedZones(
  { remembered }: Situation,
  { history }: DeployRequest,
): Promise<ReturnType<typeof zonesOf>> {
  const commits = [...new Set(remembered.unfinished.map(({ commit }) => commit))];
  const bases = await Promise.all(commits.map((commit) => history.zonesAt(commit)));
  return bases.flatMap((base) => (base === undefined ? [] : zonesOf(base)));
}

function zonesOf({ zones }: Base) {
  return [...zones.values()].filter((zone) => zone !== undefined);
}

function notesOf({ notes }: Judgement, base: Base): string[] {
  return [...base.notes, ...notes];
}

function warningsOf(apps: DeployRequest["apps"], machines: Deployment["machines"]): string[] {
  const lonely = apps.filter(({ app }) => machines.filter((proof) => proof.app === app).length === 1);
  if (apps.length > 1) return [];
  return lonely.map(
    ({ app }) =>
      `${app} has one machine, so every deployment is a short outage: "fly scale count 2 -a ${app}" adds one`,
  );
}
