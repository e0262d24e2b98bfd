import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeLargeZoneFile } from "../generate.ts";
import type { Zones } from "../nameservers.ts";
import { PLAIN_ORIGIN, plainQuestions, plainZone, QUESTIONS } from "./plain-zone.ts";
import type { DatasetName } from "./rows.ts";
import { signZone } from "./sign-zone.ts";

/** Zones, and the files of what is asked of them. */
export interface Dataset {
  readonly zones: Zones;
  /** By name: files as dnsperf reads them. */
  readonly questions: { readonly [name: string]: string };
}

/** Makes a data set in a folder of its own. */
export async function makeDataset(name: DatasetName, folder: string): Promise<Dataset> {
  await mkdir(folder, { recursive: true });
  switch (name) {
    case "plain":
      return await plain(folder);
    case "nsec":
    case "nsec3": {
      const { zones, questions } = await plain(folder);
      const signed = join(folder, "signed");
      await signZone(PLAIN_ORIGIN, zones[PLAIN_ORIGIN]!, signed, name);
      return { zones: { [PLAIN_ORIGIN]: signed }, questions };
    }
    case "zones":
      return await manyZones(folder, MANY);
    case "names":
      return await largeZone(folder, 1_000_000);
    default:
      return name satisfies never;
  }
}

const MANY = 10_000;

async function plain(folder: string): Promise<Dataset> {
  const zoneFile = join(folder, "zone");
  await writeFile(zoneFile, plainZone());
  const files = Object.entries(plainQuestions()).map(async ([name, lines]) => {
    return [name, await writeLines(join(folder, `${name}.questions`), lines)] as const;
  });
  return { zones: { [PLAIN_ORIGIN]: zoneFile }, questions: Object.fromEntries(await Promise.all(files)) };
}

/** So many zones as a hoster has them, of ten records each. */
export async function manyZones(folder: string, count: number): Promise<Dataset> {
  await mkdir(folder, { recursive: true });
  const zones: Record<string, string> = {};
  for (let zone = 0; zone < count; zone++) {
    const origin = `zone-${zone}.example.`;
    const file = join(folder, `${zone}.zone`);
    const hosts = Array.from({ length: 6 }, (_, host) => `www-${host} A 192.0.2.${(zone + host) % 256}`);
    await writeFile(
      file,
      `$ORIGIN ${origin}\n${SOA}@ NS ns1.example.net.\n@ NS ns2.example.net.\n@ MX 10 mail.example.net.\n${hosts.join("\n")}\n`,
    );
    zones[origin] = file;
  }
  const lines = Array.from(
    { length: QUESTIONS },
    (_, index) => `www-${index % 6}.zone-${(index * 7919) % count}.example. A`,
  );
  return { zones, questions: { exact: await writeLines(join(folder, "exact.questions"), lines) } };
}

const SOA = "$TTL 300\n@ SOA ns1.example.net. hostmaster 1 7200 3600 1209600 300\n";

/** One zone of so many records, nearly all with names of their own. */
export async function largeZone(folder: string, records: number): Promise<Dataset> {
  await mkdir(folder, { recursive: true });
  const origin = "large.example.";
  const file = join(folder, "zone");
  await writeLargeZoneFile(file, origin, records);
  // Of eight records the last four are addresses (RFC 1035 §3.4.1) of `host-N`; a step that is prime to their number jumps about.
  const blocks = Math.floor(records / 8) - 1;
  const lines = Array.from({ length: QUESTIONS }, (_, index) => {
    const record = 8 * ((index * 7919) % blocks) + 4 + (index % 4);
    return `host-${record}.${origin} A`;
  });
  return {
    zones: { [origin]: file },
    questions: { exact: await writeLines(join(folder, "exact.questions"), lines) },
  };
}

async function writeLines(path: string, lines: readonly string[]): Promise<string> {
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}
