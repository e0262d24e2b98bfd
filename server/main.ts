import { hostname } from "node:os";
import { printName } from "../dns/name.ts";
import { printProblem } from "../dns/problem.ts";
import { makeExtras } from "./extras.ts";
import { guard } from "./guard.ts";
import { makeIdentity } from "./identity.ts";
import { listen } from "./listen.ts";
import { type Loaded, load } from "./load.ts";
import { makeResponder } from "./respond.ts";
import { runSelfCheck } from "./self-check/run-self-check.ts";
import { printAddress, readSettings, type Settings, USAGE } from "./settings.ts";
import type { Listener } from "./transport/listener.ts";

const ZONES_REFUSED = 1;
const USAGE_OR_WORLD = 2;

process.exitCode = await main();

async function main(): Promise<number> {
  const [command, ...rest] = process.argv.slice(2);
  if (command === "self-check") return await runSelfCheck(rest, process.env, hostname(), import.meta.dirname);
  const settings = readSettings(process.argv.slice(2), process.env, hostname());
  if (settings === "help") {
    process.stdout.write(USAGE);
    return 0;
  }
  if ("error" in settings) {
    process.stderr.write(`${settings.error}\n\n${USAGE}`);
    return USAGE_OR_WORLD;
  }
  const loaded = load(settings.zones);
  if ("problems" in loaded) {
    for (const problem of loaded.problems) process.stderr.write(`${printProblem(problem)}\n`);
    return ZONES_REFUSED;
  }
  if (settings.check) {
    process.stdout.write(summary(loaded));
    return 0;
  }
  return await serve(settings, loaded);
}

async function serve(settings: Settings, loaded: Loaded): Promise<number> {
  const stopped = new Promise<void>((stop) => {
    process.once("SIGTERM", () => stop());
    process.once("SIGINT", () => stop());
  });
  const identity = makeIdentity(settings.server, settings.version);
  const respond = guard(makeResponder(loaded.tables, identity, makeExtras(settings, Date.now)), logFailure);
  const listeners: Listener[] = [];
  try {
    for (const address of settings.listen) {
      listeners.push(await listen(address, respond, settings.tcp, logError));
    }
  } catch (error) {
    await Promise.all(listeners.map((listener) => listener.close()));
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return USAGE_OR_WORLD;
  }
  const addresses = listeners.map(({ address }) => printAddress(address));
  process.stdout.write(`ready: ${countsOf(loaded)}, listening on ${addresses.join(", ")}\n`);
  await stopped;
  await Promise.all(listeners.map((listener) => listener.close()));
  return 0;
}

function summary(loaded: Loaded): string {
  const lines = loaded.zones.map(
    ({ origin, records, zonemd }) => `${printName(origin)} ${records} records, ZONEMD ${zonemd}\n`,
  );
  return `${lines.join("")}${countsOf(loaded)}\n`;
}

function countsOf({ zones, records }: Loaded): string {
  return `${count(zones.length, "zone")}, ${count(records, "record")}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function logError(error: Error): void {
  process.stderr.write(`${error.message}\n`);
}

function logFailure(error: unknown, packet: Uint8Array): void {
  const trace = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`Cannot answer the packet ${Buffer.from(packet).toString("hex")}: ${trace}\n`);
}
