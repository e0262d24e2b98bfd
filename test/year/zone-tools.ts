import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { printName } from "../../dns/name.ts";
import { RRSIG, SOA } from "../../dns/type-numbers.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { FakedClock } from "./faked-clock.ts";
import type { Version } from "./versions.ts";
import { YEAR } from "./year-zones.ts";

/** Programs that check a signed zone as a whole. */
export const ZONE_TOOLS = ["ldns-verify-zone", "dnssec-verify", "kzonecheck"] as const;
/** See `ZONE_TOOLS`. */
export type ZoneTool = (typeof ZONE_TOOLS)[number];

/** What a tool says of a zone. */
export interface ToolVerdict {
  readonly tool: ZoneTool;
  readonly isAccepted: boolean;
  readonly output: string;
}

/** Has all of them look at a version of the zone at a time, in seconds since 1970. */
export async function askZoneTools(
  { records, id }: Version,
  at: number,
  folder: string,
  clock: FakedClock,
): Promise<ToolVerdict[]> {
  clock.set(at);
  const file = join(folder, `${id}.zone`);
  const sorted = [...records].sort((a, b) => Number(b.type === SOA) - Number(a.type === SOA));
  await writeFile(file, sorted.map((record) => `${printRecord(record)}\n`).join(""), "latin1");
  const origin = printName(YEAR);
  const time = new Date(at * 1_000).toISOString().replaceAll(/[-:T]|\..*/g, "");
  const words: { readonly [tool in ZoneTool]: readonly string[] } = {
    "ldns-verify-zone": ["-t", time, file],
    "dnssec-verify": ["-q", "-o", origin, file],
    kzonecheck: ["-d", "on", "-t", String(at), "-o", origin, file],
  };
  return Promise.all(
    ZONE_TOOLS.map((tool) => {
      return new Promise<ToolVerdict>((resolve) => {
        execFile(tool, words[tool], { env: clock.environment }, (error, stdout, stderr) =>
          resolve({ tool, isAccepted: error === null, output: `${stdout}${stderr}`.trim() }),
        );
      });
    }),
  );
}

/** Algorithms of the zone's signatures whose keys are not published: what these tools refuse (see `early` and `late` of a key). */
export function isSignedAhead({ records, release: { keys } }: Version): boolean {
  return records.some(({ type }) => type === RRSIG) && keys?.keys.some(({ state }) => state === "early" || state === "late") === true;
}
