import { keyOf, printName } from "../../dns/name.ts";
import { WorldError } from "../files/world-error.ts";
import type { MachineProof, MachineZone } from "../report/deployment.ts";
import type { Clock } from "../verify/types.ts";
import type { Expectation } from "./expectation.ts";
import type { Fly } from "./fly/fly.ts";
import { type SurveyedMachine, survey } from "./survey.ts";

/** Which machines have to prove what, and how long they may take. */
export interface ProofOrder {
  readonly app: string;
  /** Machines that must be there; others of the app need not be right. Undefined: all that there are, one at least. */
  readonly machines?: readonly string[];
  readonly expectationOf: (machine: string) => Expectation;
  /** Milliseconds after which a machine that is not right counts as wrong. */
  readonly deadline: number;
}

/**
 * Asks machines for what they run and answer, again and again, until all are right or the deadline has passed. That they
 * could not be listed counts as not right yet: a hiccup of Fly.io's interface is no reason to go back, or to stay half way.
 */
export async function proveMachines(order: ProofOrder, fly: Fly, clock: Clock): Promise<MachineProof[]> {
  const end = clock.now() + order.deadline;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const isLast = clock.now() >= end;
    const surveyed = await surveyOrWait(order.app, fly, isLast);
    if (surveyed !== undefined) {
      const proofs = judgeAll(order, surveyed);
      if ((proofs.length > 0 && proofs.every(isRight)) || isLast) return proofs;
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
  { app, machines, expectationOf }: ProofOrder,
  surveyed: readonly SurveyedMachine[],
): MachineProof[] {
  const wanted = surveyed.filter(({ machine }) => machines === undefined || machines.includes(machine.id));
  const found = new Set(wanted.map(({ machine }) => machine.id));
  const gone = (machines ?? []).filter((id) => !found.has(id));
  return [
    ...wanted.map((one) => judgeMachine(one, expectationOf(one.machine.id))),
    ...gone.map((machine) => ({
      app,
      region: "",
      machine,
      image: "",
      healthy: false,
      zones: [],
      problem: "it is gone",
      namedByNsid: false,
    })),
  ];
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
  const zones = "fault" in check ? [] : zonesOf(check.zones, expectation);
  const problem = problemOf(machine, check, expectation, zones);
  return {
    app,
    region: machine.region,
    machine: machine.id,
    image: machine.image.pinned,
    healthy: !("fault" in check) && check.healthy,
    zones,
    ...(problem === undefined ? {} : { problem }),
    namedByNsid: false,
  };
}

type Answered = Exclude<SurveyedMachine["check"], { fault: string }>["zones"];

function zonesOf(answered: Answered, { zones }: Expectation): MachineZone[] {
  return answered.flatMap(({ name, serial, digest }) => {
    if (serial === undefined) return [];
    const wanted = zones?.find(({ zone }) => keyOf(zone) === keyOf(name));
    const isExpected =
      zones === undefined ||
      (wanted?.serial === serial && (wanted.digest === undefined || wanted.digest === digest));
    return [{ zone: name, serial, digest, isExpected }];
  });
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
  if (expectation.image !== undefined && machine.image.digest !== expectation.image)
    return "it runs another image";
  for (const { zone, serial, digest } of expectation.zones ?? []) {
    const found = zones.find((each) => keyOf(each.zone) === keyOf(zone));
    if (found === undefined) return `it does not have ${printName(zone)}`;
    if (found.isExpected) continue;
    return found.serial === serial && digest !== undefined
      ? `it answers ${printName(zone)} with other content under serial ${serial}`
      : `it answers ${printName(zone)} with serial ${found.serial}; expected ${serial}`;
  }
  const other = expectation.zones === undefined ? undefined : zones.find(({ isExpected }) => !isExpected);
  return other === undefined ? undefined : `it has ${printName(other.zone)}, which is not deployed`;
}
