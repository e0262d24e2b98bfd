import { keyOf, type Name, printName } from "../../dns/name.ts";
import { compareSerials } from "../../dns/serial.ts";
import type { KeyStates } from "../../dns/signing/key-states.ts";
import { keyStatesEnv } from "../dnssec/newest-keys.ts";
import { WorldError } from "../files/world-error.ts";
import type { SecondaryProof } from "../secondaries/follow.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { World } from "../world.ts";
import type { Places } from "./apps.ts";
import type { Choice } from "./choose-image.ts";
import { backIn, greatestFloors, lastOf, type Remembered, reservedIn } from "./ledger.ts";
import { findForeignContent } from "./live-content.ts";
import { keysInForce, whyNotBack, withKeys } from "./machine-keys.ts";
import { lackingOnTheWayBack } from "./presigned-in-images.ts";
import { A_LOOK, proveReturn } from "./prove-return.ts";
import { proveSecondariesAgain } from "./prove-secondaries-again.ts";
import type { Deadlines, History } from "./request.ts";
import { type EarlierMachine, rollBack } from "./roll-back.ts";
import { requireFit, serialsVariable } from "./serials-variable.ts";
import { shownByMachines } from "./shown-by-machines.ts";
import { reservedOnMachines, spentOnMachines, spentVariable } from "./spent-on-machines.ts";
import { areOursWell, findStatus, type Status } from "./status.ts";
import type { Steps } from "./steps.ts";
import { type SurveyedMachine, survey } from "./survey.ts";
import { planWayBack, type WayBack } from "./way-back.ts";
import type { ReturnedApp } from "./zones-before.ts";

/** What is to be brought back, and by what means. */
export interface GoBackOrder {
  /** The zones of the folder: whom to ask. */
  readonly zones: readonly SourceZone[];
  readonly places: Places;
  readonly choices: readonly Choice[];
  readonly history: History;
  readonly remembered: Remembered | undefined;
  readonly deadlines: Deadlines;
  /** The serials before. */
  readonly before: Status;
  /** What every machine has now. */
  readonly machines: readonly SurveyedMachine[];
}

/** What came of it. */
export interface WentBack {
  readonly status: Status;
  /** Why it did not come to its end: sentences without their final stops. */
  readonly failures: readonly string[];
  /** What could not be seen: sentences without their final stops. */
  readonly notes: readonly string[];
  readonly spent: readonly SpentSerial[];
  /** Where the nameservers of others stand; they make nothing a failure. */
  readonly secondaries: readonly SecondaryProof[];
}

/** A serial that was answered and is no longer: it is spent for ever, and so is the one that came in its place. */
export interface SpentSerial {
  readonly zone: Name;
  readonly serial: number;
  /** What is answered instead; undefined where the zone is gone. */
  readonly now: number | undefined;
  /** Where the greater of both is written down, so that the next deployment takes one above it. */
  readonly writtenIn: "github" | "machines" | undefined;
}

/**
 * Brings images back app by app, has every machine prove it, and asks the public addresses over UDP and TCP for all
 * that the old zones say, until they agree. Then the nameservers of others are told, and waited for.
 */
export async function goBack(order: GoBackOrder, steps: Steps, world: World): Promise<WentBack> {
  const { zones, places, choices, deadlines } = order;
  const failures: string[] = [];
  const states = await keysInForce(order.machines, order.remembered, order.history);
  const images = choices.flatMap(({ machines }) => machines.map(({ image }) => image));
  const why = whyNotBack(images, states, order.machines, order.remembered);
  if (why !== undefined) throw new WorldError(`Cannot go back: ${why}`);
  const lacking = await lackingOnTheWayBack({
    ...{ targets: choices.flatMap(({ machines }) => machines), states, machines: order.machines },
    ...{ history: order.history, now: world.now() },
  });
  if (lacking !== undefined)
    throw new WorldError(
      `Cannot go back: ${lacking}; release the old records with today's zones/_keys.yaml and zones/_signatures instead`,
    );
  const history = withKeys(order.history, states);
  const way = await chooseSerials(order, states, world.now());
  const envOf = envOnTheWayBack(order, way, keyStatesEnv("Cannot go back", states));
  for (const { image } of way.targets) requireFit("Cannot go back", envOf(image));
  const returned: ReturnedApp[] = [];
  for (const { app } of choices) {
    const found = places.apps.find((one) => one.app === app);
    const machines = way.targets.filter((one) => one.app === app);
    if (found === undefined || machines.length === 0) continue;
    const back = await rollBack(
      {
        order: found,
        before: machines,
        deadline: deadlines.machines,
        envOf,
        configAt: (commit) => history.configAt(commit, app),
      },
      steps,
      world,
    );
    failures.push(...back.failures);
    returned.push({ ...found, before: back.before, proofs: back.proofs });
  }
  // What is known to have failed need not be found wrong again.
  const compared =
    failures.length > 0
      ? { wrong: [], notes: [] }
      : await steps.take("Comparing with the commits", () => compareContent(returned, history, world));
  failures.push(...compared.wrong);
  // What is known to have failed is looked at, and not waited for.
  const deadline = failures.length > 0 ? Math.min(A_LOOK, deadlines.outside) : deadlines.outside;
  const outside = await proveReturn({ apps: returned, history, left: zones, deadline }, steps, world);
  failures.push(...outside.failures);
  const isBack = failures.length === 0;
  const seen = await proveSecondariesAgain(
    {
      apps: returned,
      history,
      left: zones,
      settings: zones,
      secondaries: places.secondaries,
      deadline: isBack ? deadlines.secondaries : 0,
    },
    steps,
    world,
  );
  const notes = [...way.notes, ...compared.notes, ...outside.notes, ...seen.warnings];
  const status = await settledStatus(zones, places, isBack ? deadlines.outside : 0, world);
  const machines = (await Promise.all(choices.map(({ app }) => world.fly.machines(app)))).flat();
  const spent = spentSerials(order, status, spentOnMachines(machines));
  return { status, failures, notes, spent, secondaries: seen.secondaries };
}

/**
 * Under which serials the images come back: those that were reserved with the release that is undone, where they are free,
 * else new ones. Only machines and what is written down count: who answers at an address is no proof.
 */
function chooseSerials(order: GoBackOrder, states: KeyStates, now: Date): Promise<WayBack<ReturnedMachine>> {
  const { choices, machines, history, remembered } = order;
  return planWayBack({
    targets: choices.flatMap((choice) => choice.machines.map((one) => ({ ...one, app: choice.app }))),
    surveyed: machines,
    history,
    shownOf: ({ name }) => shownByMachines(machines, name),
    floors: spentNow(order),
    reserved: reservedNow(order),
    ownOf: (image) => (remembered === undefined ? new Map() : backIn(remembered, image)),
    ...{ states, now },
  });
}

type ReturnedMachine = EarlierMachine & { readonly app: string };

/** What every machine is told: all that is spent by then, and the serials of its image. */
function envOnTheWayBack(
  order: GoBackOrder,
  { serials, fresh }: WayBack<ReturnedMachine>,
  keys: { readonly [name: string]: string },
): (image: string) => { readonly [name: string]: string } {
  const told = [spentNow(order), ...serials.values()];
  const floors = greatestFloors(told.map((each) => ({ floors: Object.fromEntries(each) })));
  const ends = [...fresh].map(([zone, ranges]) => [zone, lastOf(ranges.at(-1)!)] as const); // it has one at least
  const reserved = greatestFloors(
    [ends, reservedNow(order)].map((each) => ({ floors: Object.fromEntries(each) })),
  );
  const spent = spentVariable(floors, reserved);
  return (image) => ({ ...spent, ...serialsVariable(serials.get(image) ?? new Map()), ...keys });
}

/** What is kept for going back, by what is written down and on the machines. */
function reservedNow({ remembered, machines }: GoBackOrder): ReadonlyMap<string, number> {
  const kept = [reservedIn(remembered ?? {}), reservedOnMachines(machines.map(({ machine }) => machine))];
  return greatestFloors(kept.map((each) => ({ floors: Object.fromEntries(each) })));
}

/** What is spent when it begins: by earlier deployments, and by what is answered. */
function spentNow({ remembered, machines, before }: GoBackOrder): ReadonlyMap<string, number> {
  const answered = before.zones.flatMap(({ zone, serial }) =>
    serial === undefined ? [] : [[printName(keyOf(zone)), serial] as const],
  );
  const known = [answered, remembered?.floors ?? [], spentOnMachines(machines.map(({ machine }) => machine))];
  return greatestFloors(known.map((each) => ({ floors: Object.fromEntries(each) })));
}

/** Every machine has to answer the zones of the commit that its image says it is made of. */
async function compareContent(
  returned: readonly ReturnedApp[],
  history: History,
  { fly }: World,
): Promise<{ readonly wrong: readonly string[]; readonly notes: readonly string[] }> {
  const all = returned.flatMap(({ before }) => before);
  const commits = [...new Set(all.flatMap(({ commit }) => commit ?? []))];
  const bases = await Promise.all(commits.map((commit) => history.zonesAt(commit)));
  const missing = commits.filter((_, index) => bases[index] === undefined);
  const unknown = all.filter(({ commit }) => commit === undefined || missing.includes(commit));
  const surveyed = (await Promise.all(returned.map(({ app }) => survey(app, fly)))).flat();
  const known = bases.flatMap((base) =>
    [...(base?.zones.values() ?? [])].filter((zone) => zone !== undefined),
  );
  const comparable = surveyed.filter(
    ({ machine }) =>
      all.some((one) => one.machine === machine.id) && !unknown.some((one) => one.machine === machine.id),
  );
  const foreign = await findForeignContent(comparable, known, fly);
  return {
    wrong: foreign.map(({ zone, by }) => `${by} answers ${printName(zone)} otherwise than its commit says`),
    notes:
      unknown.length === 0
        ? []
        : [
            `${unknown.length} machines were not compared with git: the commit of their image is not known here`,
          ],
  };
}

const PAUSE = 1_000; // milliseconds between two looks at the public addresses

async function settledStatus(
  zones: readonly SourceZone[],
  places: Places,
  deadline: number,
  world: World,
): Promise<Status> {
  const { clock } = world.patience;
  const end = clock.now() + deadline;
  for (;;) {
    const status = await findStatus(zones, places, world);
    if (areOursWell(status) || clock.now() >= end) return status;
    await clock.wait(Math.min(PAUSE, Math.max(0, end - clock.now())));
  }
}

function spentSerials(
  { before, remembered }: GoBackOrder,
  { zones }: Status,
  onMachines: ReadonlyMap<string, number>,
): SpentSerial[] {
  return before.zones.flatMap(({ zone, serial }) => {
    const now = zones.find((one) => keyOf(one.zone) === keyOf(zone))?.serial;
    if (serial === undefined || serial === now) return [];
    const name = printName(keyOf(zone));
    const greatest = now !== undefined && compareSerials(now, serial) === 1 ? now : serial;
    const isIn = (floor: number | undefined) =>
      floor !== undefined && (floor === greatest || compareSerials(floor, greatest) === 1);
    const onMachine = isIn(onMachines.get(name)) ? "machines" : undefined;
    const written = [remembered?.floors, reservedIn(remembered ?? {})].some((known) =>
      isIn(known?.get(name)),
    );
    return [{ zone, serial, now, writtenIn: written ? "github" : onMachine }];
  });
}
