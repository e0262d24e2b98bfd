import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { cpuTime, TICK } from "../cpu-time.ts";
import type { Nameserver } from "../nameservers.ts";
import { type Running, startPinned } from "../server/start.ts";
import { spreadOf } from "../server/statistics.ts";
import { untilAddress } from "./until-address.ts";

/** How often, and with how many zones. */
export interface OneOfMany {
  readonly zones: number;
  readonly rounds: number;
  readonly processor: string;
  readonly folder: string;
}

/** Names of a zone, as `bench/watch.ts` has them. */
const NAMES = 25;
/** Milliseconds until files are old enough that their times tell whether they have changed. */
const OLD_ENOUGH = 4_000;
/** Milliseconds between two reloads: what follows the first has ended then. */
const PAUSE = 1_000;

/**
 * One zone of many is written again and again: how long it takes until it is answered, and the processor time of the whole server for it.
 * The servers take turns.
 */
export async function oneOfMany(
  nameservers: readonly Nameserver[],
  { zones: count, rounds, processor, folder }: OneOfMany,
): Promise<void> {
  const own = join(folder, `zones-${count}`);
  await mkdir(own, { recursive: true });
  const zones: Record<string, string> = {};
  for (let zone = 0; zone < count; zone++) {
    const origin = originOf(zone);
    zones[origin] = join(own, `${origin}zone`);
    await writeFile(zones[origin], zoneText(zone, 1));
  }
  await wait(OLD_ENOUGH);
  const servers: Running[] = [];
  const took = new Map<string, { milliseconds: number[]; processor: number[] }>();
  for (const nameserver of nameservers) {
    servers.push(await startPinned(nameserver, { address: "127.0.0.1", zones, processor }));
    took.set(nameserver.name, { milliseconds: [], processor: [] });
  }
  const changed = count >> 1;
  for (let round = 1; round <= rounds; round++) {
    await writeFile(zones[originOf(changed)]!, zoneText(changed, round + 1));
    for (const server of servers) {
      const before = cpuTime(server.pid);
      const began = performance.now();
      process.kill(server.pid, "SIGHUP");
      await untilAddress(server, `www-0.${originOf(changed)}`, addressOf(round + 1));
      const { milliseconds, processor } = took.get(server.name)!;
      milliseconds.push(performance.now() - began);
      await wait(PAUSE);
      processor.push(((cpuTime(server.pid) - before) * TICK) / 1_000);
    }
  }
  for (const server of servers) await server.stop();
  for (const [name, { milliseconds, processor }] of took) {
    const [until, cpu] = [spreadOf(milliseconds), spreadOf(processor)];
    console.log(
      `one zone of ${count}, ${name}: answered after ${until.median.toFixed(0)} ms (${until.least.toFixed(0)} to ${until.most.toFixed(0)}), processor ${cpu.median.toFixed(0)} ms (${cpu.least.toFixed(0)} to ${cpu.most.toFixed(0)})`,
    );
  }
}

function originOf(zone: number): string {
  return `zone-${zone}.example.`;
}

function addressOf(version: number): string {
  return `192.0.2.${version % 256}`;
}

function zoneText(zone: number, version: number): string {
  const head = `$ORIGIN ${originOf(zone)}\n$TTL 300\n@ SOA ns1.example.net. host ${version} 7200 3600 1209600 300\n`;
  const apex = "@ NS ns1.example.net.\n@ NS ns2.example.net.\n@ MX 10 mail.example.net.\n";
  const names = Array.from({ length: NAMES - 1 }, (_, index) =>
    index % 5 === 4 ? `alias-${index} CNAME www-0\n` : `www-${index} A ${addressOf(version)}\n`,
  );
  return `${head}${apex}${names.join("")}`;
}
