import type { Name } from "../../dns/name.ts";
import { WorldError } from "../files/world-error.ts";
import { type PastDeployments, pastDeployments } from "../github/past-deployments.ts";
import type { Answered, AskedAt } from "../past/asked.ts";
import { type PastDeployment, type Standing, standingOf, stoodAt } from "../past/deployments.ts";
import type { Moment } from "../past/moment.ts";
import { printTime } from "../past/moment.ts";
import { nameHistory } from "../past/name-history.ts";
import { findClone } from "../world/clone.ts";
import { commitOf, headCommit } from "../world/git-files.ts";
import { hasCommit } from "../world/git-history.ts";
import { firstParents, gitPast, requireWhole } from "../world/git-past.ts";
import { githubAccess } from "../world/github-access.ts";
import type { World } from "../world.ts";

/** The commit that is asked, and what deployments are known. */
export interface Moments {
  /** Undefined for the working folder. */
  readonly commit: string | undefined;
  readonly by: Extract<AskedAt, { readonly kind: "commit" }>["by"];
  /** The deployment of that very commit: the one that stood then, or the first. */
  readonly deployment?: PastDeployment;
  /** The serials that it wrote down. */
  readonly serials?: PastDeployment["serials"];
  /** All that could be read; otherwise why not: a clause. */
  readonly known: PastDeployments | string;
  readonly notes: readonly string[];
}

/** Finds the commit that somebody means: by its name, or by a time. */
export async function momentsOf(
  world: World,
  moment: Moment | undefined,
  environment: string,
): Promise<Moments> {
  if (moment === undefined)
    return { commit: undefined, by: "name", known: "a working folder is in no deployment", notes: [] };
  const clone = findClone();
  await requireWhole(clone);
  const named = moment.kind === "revision" ? await commitOf(clone, moment.revision) : undefined;
  const known = await readDeployments(world, environment);
  const deployments = typeof known === "string" ? [] : known.deployments;
  if (named !== undefined) {
    const own = await firstProved(deployments, named);
    return { commit: named, by: "name", known, notes: [], ...(own !== undefined && withSerials(own)) };
  }
  const { time } = moment as Extract<Moment, { readonly kind: "time" }>; // else it was named
  const stood = await stoodAt(deployments, time);
  if (stood !== undefined && (await hasCommit(clone, stood.deployment.commit))) {
    const by = { deployment: stood.deployment.id, time: stood.time };
    return { commit: stood.deployment.commit, by, known, notes: [], ...withSerials(stood.deployment) };
  }
  const line = await firstParents(clone, await headCommit(clone));
  const last = line.findLast((step) => step.time <= time);
  if (last === undefined)
    throw new WorldError(`Cannot ask the zones of ${printTime(time)}: the first commit is younger`);
  const notes =
    stood === undefined
      ? []
      : [
          `deployment ${stood.deployment.id} stood then, of commit ${stood.deployment.commit}, which this clone does not have`,
        ];
  return { commit: last.commit, by: "time", known, notes };
}

function withSerials(deployment: PastDeployment): Pick<Moments, "deployment" | "serials"> {
  return { deployment, serials: deployment.serials };
}

async function firstProved(
  deployments: readonly PastDeployment[],
  commit: string,
): Promise<PastDeployment | undefined> {
  for (const deployment of deployments) {
    if (deployment.commit === commit && (await deployment.succeeded()) !== undefined) return deployment;
  }
  return undefined;
}

/** GitHub's deployments, or why they cannot be read. */
async function readDeployments(world: World, environment: string): Promise<PastDeployments | string> {
  const access = await githubAccess(".", (why) => world.progress.step(why));
  if (access === undefined)
    return "GitHub's deployments cannot be read without GITHUB_TOKEN, and GITHUB_REPOSITORY or a remote origin at GitHub";
  world.progress.step("Reading GitHub's deployments");
  try {
    return await pastDeployments(access.github, access.repository, environment);
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    return error.message;
  }
}

/** From when until when what a name answers at the asked commit was answered. */
export async function answeredWhen(moments: Moments, folder: string, name: Name): Promise<Answered> {
  const { commit, known, deployment } = moments;
  if (typeof known === "string" || commit === undefined)
    return { kind: "unknown", reason: typeof known === "string" ? known : "" };
  const clone = findClone();
  const tip = await headCommit(clone);
  const line = await firstParents(clone, tip);
  const places = new Map(line.map((step, index) => [step.commit, index]));
  const history = await nameHistory(folder, await gitPast(clone, folder, tip), name);
  const states = history.states.map(({ commit: since, state }) => ({ place: places.get(since)!, state }));
  const stateAt = (at: string) => {
    const place = places.get(at);
    return place === undefined ? undefined : states.findLast((each) => each.place <= place)?.state;
  };
  const state = stateAt(commit);
  if (state === undefined && deployment === undefined)
    return {
      kind: "unknown",
      reason: "the commit is not on the line of first parents of the one that is checked out",
    };
  const isSame = (each: PastDeployment) =>
    each.commit === commit || (state !== undefined && stateAt(each.commit) === state);
  // What was deployed before the commit was there had the same from an earlier one.
  const chosen =
    deployment ??
    known.deployments.find((each) => isSame(each) && (places.get(each.commit) ?? -1) >= places.get(commit)!);
  return toAnswered(await standingOf(known.deployments, isSame, chosen), known.isWhole);
}

function toAnswered(standing: Standing | undefined, isWhole: boolean): Answered {
  if (standing === undefined)
    return isWhole
      ? { kind: "never" }
      : { kind: "unknown", reason: "the newest deployments never did, and there are more than were read" };
  const { from, until } = standing;
  return {
    kind: "known",
    from: { deployment: from.deployment.id, time: from.time },
    until: until && { deployment: until.deployment.id, time: until.time },
  };
}
