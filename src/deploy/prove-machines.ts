import { keyOf, printName } from "../../dns/name.ts";
import { WorldError } from "../files/world-error.ts";
import type { MachineProof, MachineZone } from "../report/deployment.ts";
import type { Clock } from "../verify/types.ts";
import { dayOfWindow, type Expectation, type ExpectedAnswer } from "./expectation.ts";
import type { Fly } from "./fly/fly.ts";
import { follow, type Place } from "./follow.ts";
import { type SurveyedMachine, survey } from "./survey.ts";

/** Which machines have to prove what, and how long they may take. */
export interface ProofOrder {
  readonly app: string;
  /** Every machine that the app had before its image was changed. */
  readonly before: readonly Place[];
  /** Those of them, by their id then, that must be there and right. Undefined: all that there are now, one at least. */
  readonly machines?: readonly string[];
  /** Those that are asked as well, and need not be right. */
  readonly besides?: readonly string[];
  /** By the id of a machine before; of its id now where it was not there. */
  readonly expectationOf: (machine: string) => Expectation;
  /** Milliseconds after which a machine that is not right counts as wrong. */
  readonly deadline: number;
}

/** What machines have shown. */
export interface Proved {
  /** Every machine that was asked, by its id now; one that is gone by that which it had. */
  readonly proofs: readonly MachineProof[];
  /** Those that are not as they have to be. */
  readonly wrong: readonly MachineProof[];
  /** Those whose host Fly.io does not reach: what they answer is not known, and nothing can be done to them. */
  readonly unreached: readonly MachineProof[];
  /** The machines of before as they are found now, by their id then. */
  readonly found: ReadonlyMap<string, Place>;
}

/**
 * Asks machines for what they run and answer, again and again, until all are right or the deadline has passed. A machine that
 * has another id by now is found by its region and by being new. One whose host is not reached can prove nothing, and is no
 * reason to wait, as long as another is right. That they could not be listed counts as not right yet: a hiccup of Fly.io's
 * interface is no reason to go back, or to stay half way.
 */
export async function proveMachines(order: ProofOrder, fly: Fly, clock: Clock): Promise<Proved> {
  const end = clock.now() + order.deadline;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const isLast = clock.now() >= end;
    const surveyed = await surveyOrWait(order.app, fly, isLast);
    if (surveyed !== undefined) {
      const proved = judgeAll(order, surveyed);
      if ((proved.proofs.length > 0 && proved.wrong.length === 0) || isLast) return proved;
    }
    await clock.wait(Math.min(pause, Math.max(0, end - clock.now())));
  }
}

/** Undefined where the machines could not be listed and there is time for another try. */
async function surveyOrWait(app: string, fly: Fly, isLast: boolean): Promise<SurveyedMachine[] | undefined> {
  try {
    return await survey(app, fly);
  } catch (error) {
    if (error instanceof WorldError && !isLast) return undefined;
    throw error;
  }
}

const FIRST_PAUSE = 500; // milliseconds
const LONGEST_PAUSE = 10_000;

function judgeAll(
  { app, before, machines, besides = [], expectationOf }: ProofOrder,
  surveyed: readonly SurveyedMachine[],
): Proved {
  const found = follow(before, surveyed.map(placeOf));
  const idThen = new Map([...found].map(([then, { machine }]) => [machine, then]));
  const then = ({ machine: { id } }: SurveyedMachine) => idThen.get(id) ?? id;
  const asked = surveyed.filter(
    (one) => machines === undefined || machines.includes(then(one)) || besides.includes(then(one)),
  );
  const judged = asked.map((one) => ({
    isReachable: one.machine.isReachable,
    isWanted: !besides.includes(then(one)),
    proof: judgeMachine(one, expectationOf(then(one))),
  }));
  const gone = (machines ?? []).filter((id) => !found.has(id));
  const proofs = [...judged.map(({ proof }) => proof), ...gone.map((machine) => goneProof(app, machine))];
  const unreached = judged.filter(({ isReachable }) => !isReachable).map(({ proof }) => proof);
  const free = judged.filter(({ isWanted }) => !isWanted).map(({ proof }) => proof);
  const wrong = proofs.filter((proof) => !isRight(proof) && !free.includes(proof));
  return {
    proofs,
    wrong: proofs.some(isRight) ? wrong.filter((proof) => !unreached.includes(proof)) : wrong,
    unreached,
    found,
  };
}

function placeOf({ machine: { id, region } }: SurveyedMachine): Place {
  return { machine: id, region };
}

function goneProof(app: string, machine: string): MachineProof {
  return {
    app,
    region: "",
    machine,
    image: "",
    healthy: false,
    zones: [],
    problem: "it is gone",
    namedByNsid: false,
  };
}

/** The machine runs and answers what it should. */
export function isRight({ problem }: MachineProof): boolean {
  return problem === undefined;
}

/** What a machine says of itself, beside what it should say. */
export function judgeMachine(
  { app, machine, check }: SurveyedMachine,
  expectation: Expectation,
): MachineProof {
  const zones = "fault" in check ? [] : zonesOf(check, expectation);
  const problem = problemOf(machine, check, expectation, zones);
  return {
    app,
    region: machine.region,
    machine: machine.id,
    image: machine.image?.pinned ?? "",
    healthy: !("fault" in check) && check.healthy,
    zones,
    ...(problem === undefined ? {} : { problem }),
    namedByNsid: false,
  };
}

type Check = Exclude<SurveyedMachine["check"], { fault: string }>;

function zonesOf({ zones: answered, renumbers }: Check, { zones }: Expectation): MachineZone[] {
  const wantedOf = new Map(zones?.map((wanted) => [keyOf(wanted.zone), wanted]));
  return answered.flatMap(({ name, serial, digest, signed }) => {
    if (serial === undefined) return [];
    const wanted = wantedOf.get(keyOf(name));
    const isExpected =
      zones === undefined ||
      (wanted?.isRenumbered === true && !renumbers) ||
      (wanted?.serial === serial &&
        (wanted.digest === undefined || wanted.digest === digest) &&
        isOfTime(wanted, signed));
    return [{ zone: name, serial, digest, isExpected }];
  });
}

/** A zone that is to be signed is signed for one of these windows. */
function isOfTime(
  { windows }: Pick<ExpectedAnswer, "windows">,
  signed: Check["zones"][number]["signed"],
): boolean {
  return windows === undefined || (signed !== undefined && windows.includes(signed.window));
}

function problemOf(
  machine: SurveyedMachine["machine"],
  check: SurveyedMachine["check"],
  expectation: Expectation,
  zones: readonly MachineZone[],
): string | undefined {
  if ("fault" in check) return check.fault;
  if (!check.healthy) return check.problems[0] ?? "it calls itself unhealthy";
  if (expectation.inputs !== undefined && check.build.inputs !== expectation.inputs)
    return "it runs another image";
  if (expectation.image !== undefined && machine.image?.digest !== expectation.image)
    return "it runs another image";
  for (const { zone, serial, digest, windows } of expectation.zones ?? []) {
    const found = zones.find((each) => keyOf(each.zone) === keyOf(zone));
    if (found === undefined) return `it does not have ${printName(zone)}`;
    if (found.isExpected) continue;
    const { signed } = check.zones.find((each) => keyOf(each.name) === keyOf(zone))!; // it was found there
    if (found.serial === serial && windows !== undefined && !isOfTime({ windows }, signed))
      return signed === undefined
        ? `it does not sign ${printName(zone)}`
        : `its signatures of ${printName(zone)} are of the week of ${dayOfWindow(signed.window)}: its clock is another`;
    return found.serial === serial && digest !== undefined
      ? `it answers ${printName(zone)} with other content under serial ${serial}`
      : `it answers ${printName(zone)} with serial ${found.serial}; expected ${serial}`;
  }
  const other = expectation.zones === undefined ? undefined : zones.find(({ isExpected }) => !isExpected);
  return other === undefined ? undefined : `it has ${printName(other.zone)}, which is not deployed`;
}
