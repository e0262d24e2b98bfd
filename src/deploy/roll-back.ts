import { WorldError } from "../files/world-error.ts";
import type { MachineProof } from "../report/deployment.ts";
import type { Clock } from "../verify/types.ts";
import type { World } from "../world.ts";
import { deployWhenFree } from "./deploy-when-free.ts";
import { asBefore, type Expectation } from "./expectation.ts";
import type { Fly, Scope } from "./fly/fly.ts";
import { follow, type Place } from "./follow.ts";
import { proveMachines } from "./prove-machines.ts";
import { type AppOrder, DeploymentFailure, requireRight } from "./roll-out.ts";
import type { Steps } from "./steps.ts";
import type { SurveyedMachine } from "./survey.ts";

/** An app that was touched, and what its machines are to run again. */
export interface Touched {
  readonly order: AppOrder;
  readonly before: readonly EarlierMachine[];
  /** Milliseconds that machines may take to be as they were. */
  readonly deadline: number;
  /** What machines find in their environment besides, by the image that they are given. */
  readonly envOf: (image: string) => { readonly [name: string]: string };
  /** The path of the app's `fly.toml` as this commit has it; undefined where that is not known. */
  readonly configAt: (commit: string) => Promise<string | undefined>;
}

/** What a machine is to run again. */
export interface EarlierMachine extends Place {
  /** By digest: `registry/repository@sha256:…`. */
  readonly image: string;
  /** Of the zones in the image, whose `fly.toml` goes with it; undefined where nobody knows it. */
  readonly commit: string | undefined;
  /** What it has to show then; undefined where it was not right itself, so that it need not be again. */
  readonly expectation: Expectation | undefined;
}

/** A machine as it was when it was asked; undefined where nobody knows what it ran. */
export function asItWas(one: SurveyedMachine): EarlierMachine | undefined {
  const { machine, check } = one;
  if (machine.image === undefined) return undefined;
  const isKnown = !("fault" in check);
  return {
    machine: machine.id,
    region: machine.region,
    image: machine.image.pinned,
    commit: isKnown ? check.build.commit : undefined,
    expectation: isKnown ? asBefore(one) : undefined,
  };
}

/** What came of going back. */
export interface RolledBack {
  /** What was to be brought back, under the ids that the machines have now. */
  readonly before: readonly EarlierMachine[];
  readonly proofs: readonly MachineProof[];
  /** Why it did not come to its end: sentences without their final stops. */
  readonly failures: readonly string[];
}

/**
 * Brings an app back to what its machines ran before: each its image by digest, with the `fly.toml` of that image's
 * commit. Never to "the newest release": that may be the one that failed. It goes on after a failure, so that as much
 * as can be is as it was. A machine that has another id since then gets what the one had whose place it took.
 */
export async function rollBack(
  { order, before, deadline, configAt, envOf }: Touched,
  steps: Steps,
  { fly, patience: { clock } }: Pick<World, "fly" | "patience">,
): Promise<RolledBack> {
  const { app } = order;
  if (before.length === 0) {
    const why = `No image is known that ran in ${app} before, so there is nothing to go back to`;
    return { before, proofs: [], failures: [why] };
  }
  const failures: string[] = [];
  const attempt = async (label: string, act: () => Promise<void>) => {
    try {
      await steps.take(label, act);
    } catch (error) {
      if (!(error instanceof WorldError) && !(error instanceof DeploymentFailure)) throw error;
      failures.push(error.message);
    }
  };
  const now = renamed(before, await listPatiently(app, fly, clock));
  for (const { image, commit, machines } of imagesOf(now)) {
    const scope: Scope = machines.length === now.length ? { kind: "all" } : { kind: "machines", machines };
    await attempt(`Going back to ${image} in ${app}`, async () => {
      const config = (commit === undefined ? undefined : await configAt(commit)) ?? order.config;
      await deployWhenFree({ app, config, image, scope, env: envOf(image) }, fly, clock);
    });
  }
  let proofs: readonly MachineProof[] = [];
  let found: readonly EarlierMachine[] = now;
  await attempt(`Asking the machines of ${app}`, async () => {
    const ids = (wasRight: boolean) =>
      now.filter(({ expectation }) => (expectation !== undefined) === wasRight).map(({ machine }) => machine);
    const known = new Map(now.map(({ machine, expectation }) => [machine, expectation]));
    const proved = await proveMachines(
      {
        app,
        before: now,
        machines: ids(true),
        besides: ids(false),
        expectationOf: (machine) => known.get(machine) ?? {},
        deadline,
      },
      fly,
      clock,
    );
    proofs = proved.proofs;
    found = renamed(now, [...proved.found.values()]);
    if (ids(true).length > 0) requireRight(app, proved);
  });
  return { before: found, proofs, failures };
}

const PATIENCE = 30_000; // milliseconds for a list of machines; a hiccup of Fly.io's interface is shorter
const PAUSE = 2_000;

/** The machines that there are; none where Fly.io does not tell. */
async function listPatiently(app: string, fly: Fly, clock: Clock): Promise<readonly Place[]> {
  const end = clock.now() + PATIENCE;
  for (;;) {
    try {
      return (await fly.machines(app)).map(({ id, region }) => ({ machine: id, region }));
    } catch (error) {
      if (!(error instanceof WorldError)) throw error;
      if (clock.now() >= end) return [];
      await clock.wait(PAUSE);
    }
  }
}

/** The same under the ids that the machines have now; one that is not found keeps its own. */
function renamed(before: readonly EarlierMachine[], now: readonly Place[]): EarlierMachine[] {
  const found = follow(before, now);
  return before.map((one) => ({ ...one, machine: found.get(one.machine)?.machine ?? one.machine }));
}

/** The images that the machines ran, each with the commit that it says it is made of. */
function imagesOf(
  before: readonly EarlierMachine[],
): { readonly image: string; readonly commit: string | undefined; readonly machines: readonly string[] }[] {
  const images = new Map<string, { image: string; commit: string | undefined; machines: string[] }>();
  for (const { machine, image, commit } of before) {
    const known = images.get(image) ?? { image, commit, machines: [] };
    images.set(image, {
      ...known,
      commit: known.commit ?? commit,
      machines: [...known.machines, machine],
    });
  }
  return [...images.values()];
}
