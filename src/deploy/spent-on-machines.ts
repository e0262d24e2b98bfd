import { isName, parseName, ROOT } from "../../dns/name.ts";
import { addToSerial, compareSerials, MAX_SERIAL } from "../../dns/serial.ts";
import { WorldError } from "../files/world-error.ts";
import type { World } from "../world.ts";
import { greatestFloors } from "./ledger.ts";

/**
 * Every release writes the serials that are spent into the environment of the machines as well, so that somebody who
 * cannot ask GitHub does not spend one twice.
 */
export const SPENT = "ZONEPIPE_SPENT";

/**
 * The variable for these serials: `example.com.=7+1 example.org.=3`. A number behind a serial says how many after it are
 * reserved for going back.
 */
export function spentVariable(
  floors: ReadonlyMap<string, number>,
  reserved: ReadonlyMap<string, number> = new Map(),
): { readonly [name: string]: string } {
  const text = [...floors]
    .map(([zone, serial]) => {
      const end = reserved.get(zone);
      const more = end !== undefined && compareSerials(end, serial) === 1 ? `+${(end - serial) >>> 0}` : "";
      return `${zone}=${serial}${more}`;
    })
    .sort()
    .join(" ");
  return text === "" ? {} : { [SPENT]: text };
}

/** What a machine has written on it. */
interface Noted {
  readonly id: string;
  readonly env: { readonly [name: string]: string };
}

/** The greatest serial of each zone that any of these machines has written on it. */
export function spentOnMachines(machines: readonly Noted[]): ReadonlyMap<string, number> {
  return greatestNoted(machines, ({ serial }) => serial);
}

/** The same with those that are reserved. */
export function reservedOnMachines(machines: readonly Noted[]): ReadonlyMap<string, number> {
  return greatestNoted(machines, ({ serial, reserved }) => addToSerial(serial, reserved));
}

function greatestNoted(
  machines: readonly Noted[],
  serialOf: (spent: SpentSerial) => number,
): ReadonlyMap<string, number> {
  return greatestFloors(
    machines.map(({ id, env }) => ({
      floors: Object.fromEntries(
        readSpent(id, env[SPENT] ?? "").map((spent) => [spent.zone, serialOf(spent)]),
      ),
    })),
  );
}

/** Some place other than GitHub tells which serials are spent, or nothing was ever released. */
export async function isSpentKnown(apps: readonly string[], fly: World["fly"]): Promise<boolean> {
  const machines = (await Promise.all(apps.map((app) => fly.machines(app)))).flat();
  if (machines.some(({ env }) => env[SPENT] !== undefined)) return true;
  if (machines.length > 0) return false;
  return (await Promise.all(apps.map((app) => fly.releases(app)))).flat().length === 0;
}

interface SpentSerial {
  readonly zone: string;
  readonly serial: number;
  /** How many after it are reserved. */
  readonly reserved: number;
}

function readSpent(machine: string, text: string): SpentSerial[] {
  return text
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => {
      const [, zone = "", digits, more = "0"] = /^(\S+)=([0-9]{1,10})(?:\+([0-9]{1,6}))?$/.exec(word) ?? [];
      const serial = Number(digits);
      if (zone.endsWith(".") && isName(parseName(zone, ROOT)) && serial <= MAX_SERIAL)
        return { zone, serial, reserved: Number(more) };
      throw new WorldError(
        `Cannot read ${SPENT} of machine ${machine}: ${JSON.stringify(word.slice(0, 80))} is no zone and serial, as in example.com.=7`,
      );
    });
}
