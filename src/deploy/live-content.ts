import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import type { Fly } from "./fly/fly.ts";
import { SELF_CHECK_COMMAND } from "./fly/self-check.ts";
import { shownByMachines } from "./shown-by-machines.ts";
import type { SurveyedMachine } from "./survey.ts";

/** A zone that a machine answers otherwise than any commit that was deployed says. */
export interface ForeignContent {
  readonly zone: Name;
  /** The machine that answers it, as a person would say it. */
  readonly by: string;
  /** Undefined where the machine did not give them. */
  readonly records: readonly ZoneRecord[] | undefined;
}

/**
 * Compares what every machine answers with the contents that it may have. The digest decides; the records are fetched
 * from a machine only where it fits none of them.
 *
 * @param known the zones of every commit that may be live
 */
export async function findForeignContent(
  machines: readonly SurveyedMachine[],
  known: readonly Zone[],
  fly: Fly,
): Promise<ForeignContent[]> {
  const found = new Map<string, ForeignContent>();
  for (const one of machines) {
    if ("fault" in one.check) continue;
    for (const { name } of one.check.zones) {
      const [shown] = shownByMachines([one], name);
      if (shown?.kind !== "serial" || shown.digest === undefined) continue;
      const { by, serial } = shown;
      const { algorithm, digest } = shown.digest;
      const contents = known.filter(({ origin }) => keyOf(origin) === keyOf(name));
      const what = `${keyOf(name)} ${serial} ${digest}`;
      if (found.has(what)) continue; // another machine answers the same
      if (contents.some((zone) => digestWithSerial(zone, serial, algorithm) === digest)) continue;
      found.set(what, { zone: name, by, records: await recordsOn(one, name, fly) });
    }
  }
  return [...found.values()];
}

async function recordsOn(
  { app, machine }: SurveyedMachine,
  zone: Name,
  fly: Fly,
): Promise<readonly ZoneRecord[] | undefined> {
  const name = printName(zone);
  // What is between the spaces of a command is up to Fly.io, so a name with anything else is not asked for.
  if (!/^[\w.-]+$/.test(name)) return undefined;
  const { exitCode, stdout } = await fly.exec(app, machine.id, `${SELF_CHECK_COMMAND} --records ${name}`);
  if (exitCode !== 0) return undefined;
  const file = { file: `machine ${machine.id}`, bytes: Buffer.from(stdout), origin: zone };
  const { records, problems } = parseZoneFile(file);
  if (problems.length > 0) return undefined;
  // A line of what the machine printed is no place that anybody could look at.
  return records.map(({ at: _, ...record }) => record);
}
