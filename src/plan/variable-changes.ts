import type { Name } from "../../dns/name.ts";
import { type Variables, valuesOf } from "../source/variables.ts";
import type { Plan, ZonePlan } from "./plan.ts";

/** A variable of `_config.yaml` that stands for something else now, and what it changes. */
export interface VariableChange {
  /** Without its `$`. */
  readonly name: string;
  /** What it stood for, and what it stands for: addresses, or a name. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Records that change by it. */
  readonly records: number;
  /** In which zones. */
  readonly zones: readonly Name[];
}

/** The variables that change records of a plan. None where the settings before are not known. */
export function variableChanges({ zones }: Plan): VariableChange[] {
  const found = new Map<string, { change: VariableChange; zones: Set<Name>; records: number }>();
  for (const plan of zones) {
    const before = plan.configBefore?.names;
    const after = plan.zone.config.names;
    if (before === undefined || after === undefined) continue;
    for (const [name, from, to] of differing(before, after)) {
      const records = recordsOf(name, plan);
      if (records === 0) continue;
      const known = found.get(name) ?? {
        change: { name, from, to, records: 0, zones: [] },
        zones: new Set<Name>(),
        records: 0,
      };
      known.zones.add(plan.zone.origin);
      known.records += records;
      found.set(name, known);
    }
  }
  return [...found.values()].map(({ change, records, zones: own }) => ({
    ...change,
    records,
    zones: [...own],
  }));
}

function* differing(
  before: Variables,
  after: Variables,
): Generator<readonly [string, readonly string[], readonly string[]]> {
  for (const [name, variable] of after) {
    const was = before.get(name);
    if (was === undefined) continue;
    const from = valuesOf(was);
    const to = valuesOf(variable);
    if (from.join(" ") !== to.join(" ")) yield [name, from, to];
  }
}

/** Records that are new by the variable, and of RRsets that only lose some those that go. */
function recordsOf(name: string, { changes = [] }: ZonePlan): number {
  let count = 0;
  for (const { added, removed } of changes) {
    const isOf = ({ variables }: { readonly variables?: readonly string[] }) =>
      variables?.includes(name) === true;
    const come = added.filter(isOf).length;
    count += come > 0 ? come : removed.filter(isOf).length;
  }
  return count;
}
