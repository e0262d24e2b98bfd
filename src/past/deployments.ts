/** A deployment as it was written down. */
export interface PastDeployment {
  readonly id: number;
  /** Of the zones: a commit's full id. */
  readonly commit: string;
  /** When it was written down, before the first machine got it; in seconds since 1970. */
  readonly opened: number;
  /** By the zone's name with its final dot: the serial that was written down. */
  readonly serials: { readonly [zone: string]: number };
  /** When it was proved, in seconds since 1970; undefined where it never was. Asked for when somebody wants to know. */
  readonly succeeded: () => Promise<number | undefined>;
}

/** From when until when something was answered. */
export interface Standing {
  readonly from: Stood;
  /** Undefined where it still is. */
  readonly until: Stood | undefined;
}

/** A deployment, and when it was proved. */
export interface Stood {
  readonly deployment: PastDeployment;
  readonly time: number;
}

/** The deployment that stood at a time: the last that had been proved. */
export async function stoodAt(
  deployments: readonly PastDeployment[],
  time: number,
): Promise<Stood | undefined> {
  for (const deployment of deployments.toReversed()) {
    if (deployment.opened > time) continue;
    const succeeded = await deployment.succeeded();
    if (succeeded !== undefined && succeeded <= time) return { deployment, time: succeeded };
  }
  return undefined;
}

/**
 * From when until when the same was answered as from one commit: the deployments around one of it, as far as their commits
 * answer the same. Undefined where none of them is of a commit that does. Those that failed changed nothing for long.
 *
 * @param deployments the oldest first
 * @param isSame what a deployment's commit answers is the same
 * @param chosen the one whose time is asked for; otherwise the first of the same answers is
 */
export async function standingOf(
  deployments: readonly PastDeployment[],
  isSame: (deployment: PastDeployment) => boolean,
  chosen?: PastDeployment,
): Promise<Standing | undefined> {
  const runs = runsOf(deployments, isSame);
  const start = runs.findIndex(({ same, all }) => same && (chosen === undefined || all.includes(chosen)));
  if (start === -1) return undefined;
  let from = await firstProved(runs[start]!.all);
  // A run without success was never answered, so what stands on both sides of it is one.
  for (let at = start - 1; at >= 0; at--) {
    const proved = await firstProved(runs[at]!.all);
    if (proved === undefined) continue;
    if (!runs[at]!.same) break;
    from = proved;
  }
  for (const { same, all } of runs.slice(start + 1)) {
    const proved = await firstProved(all);
    if (proved === undefined) continue;
    if (!same && from !== undefined) return { from, until: proved };
    if (same) from ??= proved;
  }
  return from && { from, until: undefined };
}

interface Run {
  readonly same: boolean;
  readonly all: PastDeployment[];
}

function runsOf(
  deployments: readonly PastDeployment[],
  isSame: (deployment: PastDeployment) => boolean,
): readonly Run[] {
  const runs: Run[] = [];
  for (const deployment of deployments) {
    const same = isSame(deployment);
    const last = runs.at(-1);
    if (last?.same === same) last.all.push(deployment);
    else runs.push({ same, all: [deployment] });
  }
  return runs;
}

async function firstProved(deployments: readonly PastDeployment[]): Promise<Stood | undefined> {
  for (const deployment of deployments) {
    const time = await deployment.succeeded();
    if (time !== undefined) return { deployment, time };
  }
  return undefined;
}
