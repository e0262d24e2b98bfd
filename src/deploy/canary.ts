import type { Scope } from "./fly/fly.ts";
import type { SurveyedMachine } from "./survey.ts";

/** The release of one app in two parts: a few machines first, then the rest. */
export interface Parts {
  /** Undefined where there is nothing that could go first. */
  readonly canary?: { readonly scope: Scope; readonly machines: readonly string[]; readonly label: string };
  /** The others, once these machines are right: a machine of the canary may have another id then. */
  readonly restAfter: (canary: readonly string[]) => Scope;
}

/**
 * Chooses who takes a new image first: the region with the fewest machines, or one machine where there is one region. One
 * whose host is not reached could prove nothing if it stays, so it goes first only where all are so. An app with one
 * machine, or none yet, has no canary.
 */
export function chooseCanary(surveyed: readonly SurveyedMachine[]): Parts {
  if (surveyed.length < 2) return { restAfter: () => ({ kind: "all" }) };
  const machinesIn = new Map<string, string[]>();
  for (const { machine } of surveyed) {
    machinesIn.set(machine.region, [...(machinesIn.get(machine.region) ?? []), machine.id]);
  }
  const silent = new Set(
    surveyed.filter(({ machine }) => !machine.isReachable).map(({ machine }) => machine.id),
  );
  const isSilent = (ids: readonly string[]) => Number(ids.every((id) => silent.has(id)));
  const [first] = [...machinesIn].sort(
    ([a, inA], [b, inB]) => isSilent(inA) - isSilent(inB) || inA.length - inB.length || (a < b ? -1 : 1),
  );
  const [region, machines] = first!; // there are two machines at least
  if (machinesIn.size > 1) {
    return {
      canary: { scope: { kind: "regions", regions: [region] }, machines, label: `region ${region}` },
      restAfter: () => ({ kind: "except-regions", regions: [region] }),
    };
  }
  const [machine] = machines.toSorted((a, b) => isSilent([a]) - isSilent([b]) || (a < b ? -1 : 1));
  return {
    canary: {
      scope: { kind: "machines", machines: [machine!] },
      machines: [machine!],
      label: `machine ${machine}`,
    },
    restAfter: (now) => ({ kind: "except-machines", machines: now }),
  };
}
