import { keyOf, type Name, printName } from "../../dns/name.ts";
import { PATIENTLY } from "../published/shown-by-nameserver.ts";
import { shownByNameservers } from "../published/shown-by-nameservers.ts";
import type { Shown } from "../serial/shown.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { greatestFloors, type Ledger, type Remembered, reservedIn } from "./ledger.ts";
import { shownByMachines } from "./shown-by-machines.ts";
import { reservedOnMachines, spentOnMachines } from "./spent-on-machines.ts";
import { type SurveyedMachine, survey } from "./survey.ts";

/** What is live before anything is touched. */
export interface Situation {
  readonly machines: readonly SurveyedMachine[];
  readonly remembered: Remembered;
  /** What every machine and every public address shows of a zone. */
  readonly shownOf: (origin: Name) => readonly Shown[];
  /** The greatest serial of a zone that earlier deployments may have been answered with. */
  readonly floorOf: (origin: Name) => number | undefined;
  /** By the zone's name with its final dot: serials up to which all are kept for going back. */
  readonly reserved: ReadonlyMap<string, number>;
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
  const noted = machines.map(({ machine }) => machine);
  const kept = [reservedIn(written), reservedOnMachines(noted)];
  const hidden = mayHaveGoneBack(machines, written) ? [reservedIn({ unfinished: written.unfinished })] : [];
  const floors = greatest([written.floors, spentOnMachines(noted), ...hidden]);
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
    reserved: greatest(kept),
  };
}

/**
 * A machine that cannot be asked, or is there no more, may have answered a serial of the way back from a deployment that
 * did not succeed; whoever has gone back and can be asked shows it.
 */
function mayHaveGoneBack(machines: readonly SurveyedMachine[], { unfinished }: Remembered): boolean {
  const asked = new Set(machines.flatMap(({ machine, check }) => ("fault" in check ? [] : [machine.id])));
  return unfinished.some(({ before }) => before.some(({ machine }) => !asked.has(machine)));
}

function greatest(known: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  return greatestFloors(known.map((each) => ({ floors: Object.fromEntries(each) })));
}
