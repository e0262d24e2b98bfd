import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { printName } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { isPublished, isSigning } from "../../src/dnssec/zone-keys.ts";
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
    "dnssec-verify": ["-q", "-z", "-o", origin, file],
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

/**
 * Which of them refuses this version though it is right. kzonecheck (Knot DNS 3.2) takes a key with the SEP flag for one that signs
 * keys alone where another key is published, and then misses signatures of all else; zones that BIND's tools signed with
 * two such keys, of one algorithm or of two, it refuses in the same words. The stages of an algorithm roll in which signatures
 * have no key none refuses.
 */
export function refusedBy({ release: { keys } }: Version): ReadonlySet<ZoneTool> {
  const published = keys?.keys.filter(isPublished) ?? [];
  const isMistaken = published.length > 1 && !published.some((key) => key.role === "zsk" && isSigning(key));
  return new Set(isMistaken ? ["kzonecheck" as const] : []);
}
