import { WorldError } from "../files/world-error.ts";
import { type Asked, parseAsked } from "./fly/asked.ts";
import type { Fly, Machine } from "./fly/fly.ts";

/** What the machines of some apps tell of what they are asked for. */
export interface ToldByMachines {
  readonly told: readonly ToldByMachine[];
  /** How many machines there are in the apps whose machines are known. */
  readonly machines: number;
  /** Their ids, by app. */
  readonly listed: ReadonlyMap<string, ReadonlySet<string>>;
  /** The other apps. */
  readonly unlisted: readonly string[];
  /** Those that did not, and apps whose machines are not known, with the reason: a sentence without its final stop. */
  readonly silent: readonly { readonly where: string; readonly reason: string }[];
}

/** What one machine tells. */
export interface ToldByMachine extends Asked {
  readonly app: string;
  readonly machine: string;
}

/** Asks every machine with this command. Who cannot be asked is told, and is no error. */
export async function askMachines(
  apps: readonly { readonly app: string }[],
  command: string,
  fly: Fly,
): Promise<ToldByMachines> {
  const told: ToldByMachine[] = [];
  const unlisted: string[] = [];
  const listed = new Map<string, ReadonlySet<string>>();
  let all = 0;
  const silent: { where: string; reason: string }[] = [];
  for (const { app } of apps) {
    let machines: readonly Machine[];
    try {
      machines = await fly.machines(app);
    } catch (error) {
      if (!(error instanceof WorldError)) throw error;
      silent.push({ where: app, reason: error.message });
      unlisted.push(app);
      continue;
    }
    all += machines.length;
    listed.set(app, new Set(machines.map(({ id }) => id)));
    const asked = await askEach(app, machines, command, fly);
    for (const [index, one] of asked.entries()) {
      const { region, id } = machines[index]!;
      if ("fault" in one) silent.push({ where: `${region}/${id}`, reason: one.fault });
      else told.push({ ...one, app, machine: id });
    }
  }
  return { told, silent, machines: all, listed, unlisted };
}

/** Asks these machines of an app: an answer of each, or why there is none. */
export async function askEach(
  app: string,
  machines: readonly Machine[],
  command: string,
  fly: Fly,
): Promise<readonly (Asked | { readonly fault: string })[]> {
  const asked: (Asked | { readonly fault: string })[] = [];
  for (let at = 0; at < machines.length; at += AT_ONCE) {
    const some = machines.slice(at, at + AT_ONCE);
    asked.push(...(await Promise.all(some.map((machine) => askMachine(app, machine, command, fly)))));
  }
  return asked;
}

const WRONG_USAGE = 2; // what it is asked is right, so it does not know that yet
const AT_ONCE = 8; // programs on the runner, and requests to Fly's interface, which limits their rate

async function askMachine(
  app: string,
  machine: Machine,
  command: string,
  fly: Fly,
): Promise<Asked | { readonly fault: string }> {
  if (!machine.isReachable) return { fault: "Fly.io does not reach its host" };
  if (machine.state !== "started") return { fault: `it is ${machine.state}` };
  try {
    const { stdout, stderr, exitCode } = await fly.exec(app, machine.id, command);
    if (exitCode === 0) return parseAsked(stdout);
    if (exitCode === WRONG_USAGE) return { fault: "its nameserver is of an older version" };
    return { fault: stderr.trim().split("\n").at(-1) || `it ended with ${exitCode}` };
  } catch (error) {
    if (error instanceof WorldError) return { fault: error.message };
    throw error;
  }
}
