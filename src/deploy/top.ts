import { keyOf, type Name } from "../../dns/name.ts";
import { WorldError } from "../files/world-error.ts";
import type { World } from "../world.ts";
import { type Asked, parseAsked, TOP_COMMAND } from "./fly/asked.ts";
import type { Fly, Machine } from "./fly/fly.ts";

/** What all machines of our apps were asked for. */
export interface Top {
  /** How many machines told. */
  readonly machines: number;
  /** Those that did not, and apps whose machines are not known, with the reason: a sentence without its final stop. */
  readonly silent: readonly { readonly where: string; readonly reason: string }[];
  /** Since when all that told have counted; undefined where none did. */
  readonly since: Date | undefined;
  /** The most asked for first. */
  readonly rrsets: readonly TopRRset[];
  readonly missing: readonly TopName[];
}

/** An RRset over all machines. */
export interface TopRRset {
  readonly name: Name;
  readonly type: number;
  readonly count: number;
  /** On how many machines it is among those that are asked for most. */
  readonly machines: number;
}

/** A name that does not exist, over all machines: how often it was asked for at most and at least. */
export interface TopName {
  readonly name: Name;
  readonly most: number;
  readonly least: number;
}

/** Asks every machine, and adds up what they tell. Who cannot be asked is told, and is no error. */
export async function findTop(
  apps: readonly { readonly app: string }[],
  limit: number,
  world: World,
): Promise<Top> {
  world.progress.step("Asking the machines");
  const told: Asked[] = [];
  const silent: { where: string; reason: string }[] = [];
  // What is rare on each machine may be frequent over all of them: each tells more than is shown.
  const command = `${TOP_COMMAND} --limit ${Math.min(limit * EACH_TELLS, MOST)}`;
  for (const { app } of apps) {
    let machines: readonly Machine[];
    try {
      machines = await world.fly.machines(app);
    } catch (error) {
      if (!(error instanceof WorldError)) throw error;
      silent.push({ where: app, reason: error.message });
      continue;
    }
    for (let at = 0; at < machines.length; at += AT_ONCE) {
      const some = machines.slice(at, at + AT_ONCE);
      const asked = await Promise.all(some.map((machine) => askMachine(app, machine, command, world.fly)));
      for (const [index, one] of asked.entries()) {
        const { region, id } = some[index]!;
        if ("fault" in one) silent.push({ where: `${region}/${id}`, reason: one.fault });
        else told.push(one);
      }
    }
  }
  return { machines: told.length, silent, since: latest(told), ...addUp(told, limit) };
}

const EACH_TELLS = 5;
const MOST = 1_000;
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

/** From then on all of them have counted. */
function latest(told: readonly Asked[]): Date | undefined {
  return told.reduce<Date | undefined>(
    (last, { since }) => (last === undefined || since > last ? since : last),
    undefined,
  );
}

function addUp(told: readonly Asked[], limit: number): Pick<Top, "rrsets" | "missing"> {
  const rrsets = new Map<string, TopRRset>();
  const missing = new Map<string, TopName>();
  for (const asked of told) {
    for (const { name, type, count } of asked.rrsets) {
      const key = `${type} ${keyOf(name)}`;
      const { count: before, machines } = rrsets.get(key) ?? { count: 0, machines: 0 };
      rrsets.set(key, { name, type, count: before + count, machines: machines + 1 });
    }
    for (const { name, most, least } of asked.missing) {
      const before = missing.get(keyOf(name)) ?? { most: 0, least: 0 };
      missing.set(keyOf(name), { name, most: before.most + most, least: before.least + least });
    }
  }
  return {
    rrsets: [...rrsets.values()].sort((a, b) => b.count - a.count).slice(0, limit),
    missing: [...missing.values()].sort((a, b) => b.least - a.least || b.most - a.most).slice(0, limit),
  };
}
