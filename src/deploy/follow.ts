/** Where a machine is, and what it is called. */
export interface Place {
  readonly machine: string;
  readonly region: string;
}

/**
 * Finds machines again after a deployment, by their id; where that is gone, it is a machine of the region that was not
 * there before, each only once. For a machine whose host is not reached, or has no room, flyctl makes another in its region.
 *
 * @param before every machine that there was
 * @param now those that there are
 */
export function follow<Now extends Place>(
  before: readonly Place[],
  now: readonly Now[],
): ReadonlyMap<string, Now> {
  const known = new Set(before.map(({ machine }) => machine));
  const added = now.filter(({ machine }) => !known.has(machine));
  const found = new Map<string, Now>();
  for (const { machine, region } of before) {
    const same = now.find((each) => each.machine === machine);
    const at = same === undefined ? added.findIndex((each) => each.region === region) : -1;
    const one = at === -1 ? same : added.splice(at, 1)[0];
    if (one !== undefined) found.set(machine, one);
  }
  return found;
}
