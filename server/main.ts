import { lookup } from "node:dns/promises";
import { hostname } from "node:os";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { printName } from "../dns/name.ts";
import { printProblem } from "../dns/problem.ts";
import { type Loaded, load } from "./load.ts";
import { runSelfCheck } from "./self-check/run-self-check.ts";
import { type Service, startService } from "./service.ts";
import { readSettings, type Settings, USAGE } from "./settings.ts";
import { runThread } from "./thread.ts";

const ZONES_REFUSED = 1;
const USAGE_OR_WORLD = 2;

logWarnings();
// The main thread starts others with this same file: a bundle has no other.
if (isMainThread) exit(await main());
else await runThread(workerData, parentPort!);

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
  let service: Service;
  try {
    service = await startService(settings, loaded.tables, {
      entry: new URL(import.meta.url),
      lookUp: lookup,
      privileges: process,
      complain,
    });
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return USAGE_OR_WORLD;
  }
  process.stdout.write(
    `ready: ${countsOf(loaded)}, listening on ${service.addresses.join(", ")}\nudp: ${service.udp}\n`,
  );
  await stopped;
  await service.stop();
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

/** Ends at once when all is written: a name that does not resolve keeps the system asking for longer than we wait. */
function exit(code: number): void {
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Node's warnings go to the log, but for the one about node:ffi: what is used is said there anyway. */
function logWarnings(): void {
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => {
    if (name !== "ExperimentalWarning" || !message.startsWith("FFI ")) complain(`${name}: ${message}`);
  });
}
