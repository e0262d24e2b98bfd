import { isName, parseName, ROOT } from "../../dns/name.ts";
import { MAX_SERIAL } from "../../dns/serial.ts";
import { WorldError } from "../files/world-error.ts";
import type { World } from "../world.ts";
import { greatestFloors } from "./ledger.ts";

/**
 * Every release writes the serials that are spent into the environment of the machines as well, so that somebody who
 * cannot ask GitHub does not spend one twice.
 */
export const SPENT = "ZONEPIPE_SPENT";

/** Octets of an environment variable; a word of a command line may have 128 KiB on Linux. */
const MOST_OCTETS = 64 * 1024;

/** The variable for these serials: `example.com.=7 example.org.=3`. None where it would be too long. */
export function spentVariable(floors: ReadonlyMap<string, number>): { readonly [name: string]: string } {
  const text = [...floors]
    .map(([zone, serial]) => `${zone}=${serial}`)
    .sort()
    .join(" ");
  return text === "" || text.length > MOST_OCTETS ? {} : { [SPENT]: text };
}

/** The greatest serial of each zone that any of these machines has written on it. */
export function spentOnMachines(
  machines: readonly { readonly id: string; readonly env: { readonly [name: string]: string } }[],
): ReadonlyMap<string, number> {
  return greatestFloors(
    machines.map(({ id, env }) => ({ floors: Object.fromEntries(readSpent(id, env[SPENT] ?? "")) })),
  );
}

/** Some place other than GitHub tells which serials are spent, or nothing was ever released. */
export async function isSpentKnown(apps: readonly string[], fly: World["fly"]): Promise<boolean> {
  const machines = (await Promise.all(apps.map((app) => fly.machines(app)))).flat();
  if (machines.some(({ env }) => env[SPENT] !== undefined)) return true;
  if (machines.length > 0) return false;
  return (await Promise.all(apps.map((app) => fly.releases(app)))).flat().length === 0;
}

function readSpent(machine: string, text: string): [string, number][] {
  return text
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => {
      const [, zone = "", digits] = /^(\S+)=([0-9]{1,10})$/.exec(word) ?? [];
      const serial = Number(digits);
      if (zone.endsWith(".") && isName(parseName(zone, ROOT)) && serial <= MAX_SERIAL) return [zone, serial];
      throw new WorldError(
        `Cannot read ${SPENT} of machine ${machine}: ${JSON.stringify(word.slice(0, 80))} is no zone and serial, as in example.com.=7`,
      );
    });
}
