import { WorldError } from "../files/world-error.ts";
import { type Asked, parseAsked } from "./fly/asked.ts";
import type { Fly, Machine } from "./fly/fly.ts";

/** What the machines of some apps tell of what they are asked for. */
export interface ToldByMachines {
  readonly told: readonly Asked[];
  /** How many machines there are in the apps whose machines are known. */
  readonly machines: number;
  /** The other apps. */
  readonly unlisted: readonly string[];
  /** Those that did not, and apps whose machines are not known, with the reason: a sentence without its final stop. */
  readonly silent: readonly { readonly where: string; readonly reason: string }[];
}

/** Asks every machine with this command. Who cannot be asked is told, and is no error. */
export async function askMachines(
  apps: readonly { readonly app: string }[],
  command: string,
  fly: Fly,
): Promise<ToldByMachines> {
  const told: Asked[] = [];
  const unlisted: string[] = [];
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
    for (let at = 0; at < machines.length; at += AT_ONCE) {
      const some = machines.slice(at, at + AT_ONCE);
      const asked = await Promise.all(some.map((machine) => askMachine(app, machine, command, fly)));
      for (const [index, one] of asked.entries()) {
        const { region, id } = some[index]!;
        if ("fault" in one) silent.push({ where: `${region}/${id}`, reason: one.fault });
        else told.push(one);
      }
    }
  }
  return { told, silent, machines: all, unlisted };
}

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
    return { fault: stderr.trim().split("\n").at(-1) || `it ended with ${exitCode}` };
  } catch (error) {
    if (error instanceof WorldError) return { fault: error.message };
    throw error;
  }
}
