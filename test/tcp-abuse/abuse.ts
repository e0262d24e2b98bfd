import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OurServer, startOurServer } from "../our-server.ts";
import { type ProcessUse, useOf, watchUse } from "../process-use.ts";
import { Clients } from "./clients.ts";
import { ORIGIN, QUESTION, ZONE } from "./messages.ts";
import type { Scenario } from "./scenarios.ts";
import { measureUdp, type UdpService } from "./udp-load.ts";

/** How hard it comes, and what the server is told. */
export interface AbuseOptions {
  readonly clients: number;
  /** All come from one address, which the server takes for a proxy's; else each comes from its own. */
  readonly isFromOneAddress: boolean;
  /** The server's limits: connections at a time, and seconds without a question. */
  readonly limit: number;
  readonly idle: number;
  /** Seconds for which UDP is measured, before and during. */
  readonly seconds: number;
  /** The server's program: its source unless given. */
  readonly main?: string;
}

/** How the server took it. */
export interface AbuseResult {
  readonly scenario: string;
  readonly options: AbuseOptions;
  readonly udpBefore: UdpService;
  readonly udpDuring: UdpService;
  /** Where it can be told: questions over TCP and their answers. */
  readonly tcp: { readonly answered: number; readonly asked: number } | undefined;
  /** Milliseconds until a client that comes in the middle of it over TCP, and asks as one should, has its answer. */
  readonly newcomer: number | undefined;
  /** What the server used before, the most that it used, and what it used when all was over. */
  readonly before: ProcessUse;
  readonly most: ProcessUse;
  readonly after: ProcessUse;
  /** The server closed every connection by itself. */
  readonly allClosed: boolean;
  readonly hasEnded: boolean;
  readonly complaints: readonly string[];
}

/** Puts a server of its own through a scenario. */
export async function abuse(scenario: Scenario, options: AbuseOptions): Promise<AbuseResult> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-abuse-"));
  await writeFile(join(folder, `${ORIGIN}zone`), ZONE);
  const words = [
    ...["--tcp-connections", `${options.limit}`, "--tcp-idle", `${options.idle}`],
    ...(options.isFromOneAddress ? ["--tcp-proxies", "127.0.0.1"] : []),
  ];
  const server = await startOurServer(folder, words, options.main);
  const clients = new Clients(server.port);
  try {
    return await observe(scenario, options, server, clients, folder);
  } finally {
    clients.destroy();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function observe(
  scenario: Scenario,
  options: AbuseOptions,
  server: OurServer,
  clients: Clients,
  folder: string,
): Promise<AbuseResult> {
  const udpBefore = await measureUdp(folder, server.port, options.seconds);
  const before = useOf(server.pid);
  const watch = watchUse(server.pid);
  const during = measureUdp(folder, server.port, options.seconds);
  const tcp = await scenario.begin(clients, options.clients, options.isFromOneAddress);
  const newcomer = await timeNewcomer(server.port);
  const udpDuring = await during;
  const allClosed = await clients.allClosed(2 * options.idle * 1000 + CLOSING);
  return {
    scenario: scenario.name,
    options,
    udpBefore,
    udpDuring,
    tcp,
    newcomer,
    before,
    most: watch.stop(),
    after: server.hasEnded() ? before : useOf(server.pid),
    allClosed,
    hasEnded: server.hasEnded(),
    complaints: server.complaints,
  };
}

/** Milliseconds for the machine to catch up. */
const CLOSING = 20_000;

/** From before it connects until its answer is there; undefined when it gets none. */
async function timeNewcomer(port: number): Promise<number | undefined> {
  const start = performance.now();
  const clients = new Clients(port);
  const socket = await clients.connect();
  const answered = new Promise<number | undefined>((resolve) => {
    socket.once("data", () => resolve(performance.now() - start));
    socket.once("close", () => resolve(undefined));
  });
  socket.write(QUESTION);
  const took = await answered;
  clients.destroy();
  return took;
}
