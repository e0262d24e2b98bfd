import { keyOf, type Name } from "../../dns/name.ts";
import type { World } from "../world.ts";
import { askMachines, type ToldByMachines } from "./ask-machines.ts";
import { type Asked, TOP_COMMAND } from "./fly/asked.ts";

/** What all machines of our apps were asked for. */
export interface Top {
  /** How many machines told. */
  readonly machines: number;
  /** Those that did not. */
  readonly silent: ToldByMachines["silent"];
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
  // What is rare on each machine may be frequent over all of them: each tells more than is shown.
  const command = `${TOP_COMMAND} --limit ${Math.min(limit * EACH_TELLS, MOST)}`;
  const { told, silent } = await askMachines(apps, command, world.fly);
  return { machines: told.length, silent, since: latest(told), ...addUp(told, limit) };
}

const EACH_TELLS = 5;
const MOST = 1_000;

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
