import { keyOf, type Name, printName } from "../../dns/name.ts";
import { PATIENTLY } from "../published/shown-by-nameserver.ts";
import { shownByNameservers } from "../published/shown-by-nameservers.ts";
import type { Shown } from "../serial/shown.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { greatestFloors, type Ledger, type Remembered } from "./ledger.ts";
import { shownByMachines } from "./shown-by-machines.ts";
import { spentOnMachines } from "./spent-on-machines.ts";
import { type SurveyedMachine, survey } from "./survey.ts";

/** What is live before anything is touched. */
export interface Situation {
  readonly machines: readonly SurveyedMachine[];
  readonly remembered: Remembered;
  /** What every machine and every public address shows of a zone. */
  readonly shownOf: (origin: Name) => readonly Shown[];
  /** The greatest serial of a zone that earlier deployments may have been answered with. */
  readonly floorOf: (origin: Name) => number | undefined;
}

/** Whom to ask. */
export interface Asked {
  readonly zones: readonly SourceZone[];
  readonly apps: readonly string[];
  /** The public addresses that lead to our apps. */
  readonly ours: readonly Nameserver[];
  /** Those of nameservers that others run. */
  readonly secondaries: readonly Nameserver[];
  readonly ledger: Ledger;
}

/** Asks machines, public addresses and the memory of earlier deployments. */
export async function findSituation(
  { zones, apps, ours, secondaries, ledger }: Asked,
  world: World,
): Promise<Situation> {
  const machines = (await Promise.all(apps.map((app) => survey(app, world.fly)))).flat();
  const written = await ledger.read();
  const onMachines = spentOnMachines(machines.map(({ machine }) => machine));
  const floors = greatestFloors(
    [written.floors, onMachines].map((each) => ({ floors: Object.fromEntries(each) })),
  );
  const remembered = { ...written, floors };
  // An app without a machine answers nothing, and never has.
  const isFirst =
    machines.length === 0 && remembered.last === undefined && remembered.unfinished.length === 0;
  const addresses = isFirst ? secondaries : [...ours, ...secondaries];
  const outside =
    addresses.length === 0 ? () => [] : await shownByNameservers(zones, addresses, world, PATIENTLY);
  // A machine on a silent host shows nothing. What it may answer was written down before it got its image, so where earlier
  // deployments are remembered its silence hides no serial; elsewhere it may.
  const isRemembered = remembered.last !== undefined || remembered.unfinished.length > 0;
  const asked = machines.filter(({ machine }) => machine.isReachable || !isRemembered);
  return {
    machines,
    remembered,
    shownOf: (origin) => [...outside(origin), ...shownByMachines(asked, origin)],
    floorOf: (origin) => remembered.floors.get(printName(keyOf(origin))),
  };
}
