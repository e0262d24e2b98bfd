import { WorldError } from "../files/world-error.ts";
import type { Fly, Machine } from "./fly/fly.ts";
import { parseSelfCheck, SELF_CHECK_COMMAND, type SelfCheck } from "./fly/self-check.ts";

/** A machine, and what it says of itself. */
export interface SurveyedMachine {
  readonly app: string;
  readonly machine: Machine;
  /** Or why it could not be asked: a sentence without its final stop. */
  readonly check: SelfCheck | { readonly fault: string };
}

/** Asks every machine of an app for what it runs and answers. A machine that cannot be asked says so itself. */
export async function survey(app: string, fly: Fly): Promise<SurveyedMachine[]> {
  const machines = await fly.machines(app);
  const surveyed: SurveyedMachine[] = [];
  for (let at = 0; at < machines.length; at += AT_ONCE) {
    const some = machines.slice(at, at + AT_ONCE);
    surveyed.push(
      ...(await Promise.all(
        some.map(async (machine) => ({ app, machine, check: await checkOf(app, machine, fly) })),
      )),
    );
  }
  return surveyed;
}

const AT_ONCE = 8; // programs on the runner, and requests to Fly's interface, which limits their rate

async function checkOf(app: string, machine: Machine, fly: Fly): Promise<SurveyedMachine["check"]> {
  if (!machine.isReachable) return { fault: "Fly.io does not reach its host" };
  if (machine.state !== "started") return { fault: `it is ${machine.state}` };
  try {
    const { stdout, stderr, exitCode } = await fly.exec(app, machine.id, SELF_CHECK_COMMAND);
    const check = parseSelfCheck(stdout);
    if (!("fault" in check)) return check;
    const words = stderr.trim().split("\n").at(-1) ?? "";
    return { fault: `its self-check ended with ${exitCode}: ${words === "" ? check.fault : words}` };
  } catch (error) {
    if (error instanceof WorldError) return { fault: error.message };
    throw error;
  }
}
