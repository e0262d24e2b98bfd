import { availableParallelism } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import type { Name } from "../../dns/name.ts";
import { type Endpoint, printAddress } from "../address/address.ts";
import { type LookUp, resolveHost } from "../address/resolve-host.ts";
import { type Counters, makeCounters } from "../answer/counters.ts";
import { ZonePlaces, type ZoneSlots } from "../answer/zone-slots.ts";
import { type OwnPorts, ownAddress } from "../ask/own-ports.ts";
import { AskedRecord } from "../asked/asked-record.ts";
import { makeLimitMemory } from "../limit/limit-memory.ts";
import { type LimitState, type LimitWatch, watchLimits } from "../limit/watch-limits.ts";
import { makeRingBuffer } from "../query-log/ring.ts";
import type { LogTask } from "../query-log/write-log.ts";
import type { Settings } from "../settings/settings.ts";
import type { MovedRows } from "../tables/moved-rows.ts";
import { originsOf } from "../tables/origins.ts";
import type { Tables } from "../tables/tables.ts";
import { type Libc, openLibc } from "../transport/libc.ts";
import type { Place } from "../transport/listener.ts";
import { closeSockets } from "../transport/open-socket.ts";
import { findFault } from "../transport/self-test.ts";
import { hostAddresses, type Interfaces, uncertainSources } from "./answer-source.ts";
import { connectionsWithin, descriptorLimit } from "./descriptors.ts";
import { type LogWriter, startLogWriter } from "./log-writer.ts";
import { openPlaces } from "./open-places.ts";
import { dropPrivileges, type Privileges } from "./privileges.ts";
import { Thread, type ThreadPlan } from "./threads.ts";

/** What the service needs of the process that it is. */
export interface System {
  /** The program, which threads run too. */
  readonly entry: URL;
  readonly lookUp: LookUp;
  readonly privileges: Privileges;
  /** Tells the addresses of the host. */
  readonly interfaces: () => Interfaces;
  /** Writes a line about something that is wrong, and one about what is not. */
  readonly complain: (text: string) => void;
  readonly say: (text: string) => void;
}

/** A server that answers. */
export interface Service {
  /** Where, in words. */
  readonly addresses: readonly string[];
  /** Where it can ask itself. */
  readonly own: OwnPorts;
  /** How UDP is moved and why so, in words. */
  readonly udp: string;
  readonly threads: readonly Thread[];
  /** How many connections the pages may have at a time. */
  readonly httpConnections: number;
  /** The zones that are counted by name, with their places (see `ZoneSlots`). */
  readonly countedZones: () => ReadonlyMap<Name, number>;
  /** Of each thread, in their order. */
  readonly counters: readonly Counters[];
  /** Of the thread that writes the query log; undefined where there is none. */
  readonly logCounters: Counters | undefined;
  readonly asked: AskedRecord;
  /** What the limits are about; undefined where there are none. */
  readonly limits: () => LimitState | undefined;
  /**
   * Answers from these tables from now on, in which some may be as it was in those before; resolves when every thread does. No question is
   * lost over it.
   */
  readonly serve: (tables: Tables, moved?: readonly MovedRows[]) => Promise<void>;
  /** Says whether other tables are being made: threads that wait for a packet look for them oftener then. */
  readonly hurry: (isHurried: boolean) => void;
  /**
   * Stops: TCP listens no more, UDP is answered for so many milliseconds more, and what has come is answered. Resolves
   * within bounded time: to false where a thread hangs, which the process must not wait for.
   */
  readonly stop: (drain: number) => Promise<boolean>;
}

/**
 * Resolves names, opens every socket, becomes the user that was named, and starts the threads that answer. Rejects
 * where an address cannot be used or the user cannot be changed.
 */
export async function startService(settings: Settings, tables: Tables, system: System): Promise<Service> {
  const endpoints = await resolveEndpoints(settings.listen, system.lookUp);
  const { udp } = settings;
  const libc = udp === "portable" ? { missing: "--udp says so" } : usableLibc();
  if ("missing" in libc) {
    if (udp === "batch") throw new Error(`Cannot answer over UDP in batches: ${libc.missing}`);
    return await startPortable(settings, endpoints, tables, system, libc.missing);
  }
  return await startBatched(settings, endpoints, tables, system, libc);
}

/** How long a name may take to resolve, in milliseconds, and one that we can go without. */
const RESOLVE_PATIENCE = 5000;
const OPTIONAL_PATIENCE = 1000;
/** How long a thread may take to end, in milliseconds: TCP clients read their last answers meanwhile. */
const STOP_PATIENCE = 3000;
const MAX_TRIES = 20;

function usableLibc(): Libc | { readonly missing: string } {
  const libc = openLibc();
  if ("missing" in libc) return libc;
  const fault = findFault(libc);
  return fault === undefined ? libc : { missing: `its self-test failed: ${fault}` };
}

async function resolveEndpoints(listen: readonly Endpoint[], lookUp: LookUp): Promise<Endpoint[]> {
  const found = await Promise.all(
    listen.map(async ({ isOptional, ...endpoint }) => {
      const patience = isOptional === true ? OPTIONAL_PATIENCE : RESOLVE_PATIENCE;
      const host = await resolveHost(endpoint.host, lookUp, patience);
      if (typeof host === "string") return [{ ...endpoint, host }];
      if (isOptional === true) return [];
      throw new Error(`Cannot listen on ${printAddress(endpoint)}: ${host.reason}`);
    }),
  );
  return found.flat();
}

async function startBatched(
  settings: Settings,
  endpoints: readonly Endpoint[],
  tables: Tables,
  system: System,
  libc: Libc,
): Promise<Service> {
  const count = settings.udpThreads ?? availableParallelism();
  const open = openPlaces(libc, endpoints, count);
  if (settings.account !== undefined) dropPrivileges(settings.account, system.privileges);
  const [within, httpConnections] = withinDescriptors(settings, count + 1, libc, system);
  const crew = new Crew(within, system, tables, count + 1, httpConnections);
  for (const [index, places] of open.udp.entries()) {
    if (places.length > 0) crew.add("udp-batch", `udp ${index + 1}`, tables, () => places);
  }
  // What node:net is given it closes, even when its thread dies; a thread that follows gets another of its own.
  const duplicate = ({ descriptor, ...place }: Place): Place => ({
    ...place,
    descriptor: libc.check("dup", libc.call.dup(descriptor!)),
  });
  if (open.tcp.length > 0) crew.add("tcp", "tcp", tables, () => open.tcp.map(duplicate));
  await startInOrder(crew.threads);
  const close = (places: readonly Place[]) => closeSockets(libc, places as readonly Required<Place>[]); // all are open
  const threads = count === 1 ? "1 thread" : `${count} threads`;
  const where = placesOf(endpoints, open.udp[0] ?? [], open.tcp);
  return await crew.service(where, `recvmmsg and sendmmsg in ${threads}`, {
    closeTcp: () => close(open.tcp),
    closeUdp: () => close(open.udp.flat()),
  });
}

/** All at once; on one processor UDP first, for they would only hold each other up. */
async function startInOrder(threads: readonly Thread[]): Promise<void> {
  const start = (some: readonly Thread[]) => Promise.all(some.map((thread) => thread.start()));
  if (availableParallelism() > 1) return void (await start(threads));
  await start(threads.filter(({ transport }) => transport === "udp"));
  await start(threads.filter(({ transport }) => transport === "tcp"));
}

function withinDescriptors(
  settings: Settings,
  threads: number,
  libc: Libc,
  system: System,
): readonly [Settings, httpConnections: number] {
  const { tcp, http } = settings;
  const limit = descriptorLimit(libc);
  const wanted = { tcp: tcp.connections, http: http === undefined ? 0 : HTTP_CONNECTIONS };
  const { tcp: connections, http: httpConnections } = connectionsWithin(wanted, limit, threads);
  if (connections === tcp.connections) return [settings, httpConnections];
  system.complain(
    `TCP has room for ${connections} connections, not ${tcp.connections}: the process may have ${limit} descriptors (ulimit -n)`,
  );
  return [{ ...settings, tcp: { ...tcp, connections } }, httpConnections];
}

/** A check and a scraper need two. */
const HTTP_CONNECTIONS = 50;

/**
 * Threads open their sockets by themselves here, so the user changes after that. One that must start again then may not
 * get a port below 1024 any more.
 */
async function startPortable(
  settings: Settings,
  endpoints: readonly Endpoint[],
  tables: Tables,
  system: System,
  reason: string,
): Promise<Service> {
  for (const warning of uncertainSources(endpoints, hostAddresses(system.interfaces)))
    system.complain(warning);
  for (let tries = 1; ; tries++) {
    const crew = new Crew(settings, system, tables, 2, HTTP_CONNECTIONS);
    let udp: readonly Place[] = endpoints.filter(({ transport }) => transport !== "tcp");
    let tcp: readonly Place[] = [];
    try {
      if (udp.length > 0) udp = await crew.add("udp-portable", "udp", tables, () => udp).start();
      const free = [...udp];
      tcp = endpoints.flatMap(({ transport, ...place }) => {
        const taken = transport === "tcp" ? undefined : free.shift();
        return transport === "udp" ? [] : [taken ?? place];
      });
      if (tcp.length > 0) {
        const wanted = tcp;
        const got = await crew.add("tcp", "tcp", tables, () => tcp).start();
        tcp = got.map((address, index) => ({ ...wanted[index]!, ...address }));
      }
    } catch (error) {
      await crew.end();
      const isAnyPort = endpoints.some(({ transport, port }) => transport === "both" && port === 0);
      // A port that is free for UDP may be taken for TCP; where any will do, another may not be.
      if (!isAnyPort || tries === MAX_TRIES) throw error;
      continue;
    }
    if (settings.account !== undefined) dropPrivileges(settings.account, system.privileges);
    return await crew.service(placesOf(endpoints, udp, tcp), `node:dgram in 1 thread, for ${reason}`, {});
  }
}

/** What is left to be closed of the sockets that the main thread has opened. */
interface OwnSockets {
  /** Before the threads end: while it is open, clients connect. */
  readonly closeTcp?: () => void;
  /** After they have. */
  readonly closeUdp?: () => void;
}

/** The threads of a service. It keeps no tables but those that are served: each thread has them, and the record of what is asked. */
class Crew {
  readonly threads: Thread[] = [];
  readonly #settings: Settings;
  readonly #system: System;
  readonly #counters: readonly Counters[];
  readonly #zones = new ZonePlaces<Name>();
  /** Of the tables at the start. */
  readonly #firstSlots: ZoneSlots;
  /** Of each thread; none where nothing is logged. */
  readonly #rings: readonly SharedArrayBuffer[];
  readonly #limitMemory: SharedArrayBuffer | undefined;
  readonly #limits: LimitWatch | undefined;

  readonly #httpConnections: number;

  readonly #asked: AskedRecord;

  constructor(settings: Settings, system: System, tables: Tables, size: number, httpConnections: number) {
    this.#asked = new AskedRecord(size, tables, Date.now);
    this.#firstSlots = this.#slotsFor(tables);
    this.#httpConnections = httpConnections;
    this.#settings = settings;
    this.#system = system;
    this.#counters = makeCounters(size);
    this.#rings = settings.queryLog === undefined ? [] : Array.from({ length: size }, () => makeRingBuffer());
    const { limits } = settings;
    if (limits.rate === 0) return;
    this.#limitMemory = makeLimitMemory(limits.tableSize);
    this.#limits = watchLimits(this.#limitMemory, limits, Date.now, system.complain);
  }

  add(kind: ThreadPlan["kind"], name: string, tables: Tables, places: () => readonly Place[]): Thread {
    const { server, version, tcp, cookies, tsigKeys, transfers, limits } = this.#settings;
    const settings = {
      ...{ server, version, tcp, tsigKeys, limits },
      ...(cookies === undefined ? {} : { cookies }),
      ...(transfers === undefined ? {} : { transfers }),
    };
    const counters = this.#counters[this.threads.length]!;
    const ring = this.#rings[this.threads.length];
    const log = ring && { ring, rate: this.#settings.queryLog!.rate }; // without these settings there are no rings
    const limitMemory = this.#limitMemory;
    const plan: ThreadPlan = { kind, name, places, settings, counters, log, limitMemory };
    const serving = {
      tables: tables.buffer,
      slots: this.#firstSlots,
      asked: this.#asked.buffersOf(this.threads.length),
    };
    const thread = new Thread(this.#system.entry, plan, serving, this.#system.complain);
    this.threads.push(thread);
    return thread;
  }

  #slotsFor(tables: Tables): ZoneSlots {
    return this.#zones.slotsFor(originsOf(tables));
  }

  async stop(which: (thread: Thread) => boolean = () => true): Promise<void> {
    await Promise.all(this.threads.filter(which).map((thread) => thread.stop(STOP_PATIENCE)));
  }

  /** Stops all threads, and what looks after them. */
  async end(): Promise<void> {
    await this.stop();
    this.#limits?.stop();
  }

  async service(
    where: Pick<Service, "addresses" | "own">,
    udp: string,
    sockets: OwnSockets,
  ): Promise<Service> {
    let log: LogWriter | undefined;
    try {
      log = await this.#startLog();
    } catch (error) {
      await this.end();
      throw new Error(`Cannot log: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
    return {
      ...where,
      logCounters: log?.counters,
      udp,
      threads: this.threads,
      httpConnections: this.#httpConnections,
      counters: this.#counters,
      limits: () => this.#limits?.state(),
      countedZones: () => this.#zones.all,
      asked: this.#asked,
      serve: async (tables, moved) => {
        const { places, settle } = this.#asked.turn(tables, moved);
        const slots = this.#slotsFor(tables);
        await Promise.all(
          this.threads.map((thread, index) =>
            thread.serve({ tables: tables.buffer, slots, asked: places[index] }),
          ),
        );
        settle();
      },
      hurry: (isHurried) => {
        for (const thread of this.threads) thread.hurry(isHurried);
      },
      stop: async (drain) => {
        sockets.closeTcp?.();
        // Over UDP nobody can be told to go elsewhere: who still comes is answered.
        await Promise.all([this.stop(({ transport }) => transport === "tcp"), wait(drain)]);
        await this.end();
        sockets.closeUdp?.();
        return (await log?.stop(STOP_PATIENCE)) ?? true;
      },
    };
  }

  async #startLog(): Promise<LogWriter | undefined> {
    const { queryLog, server, version } = this.#settings;
    if (queryLog === undefined) return undefined;
    const task: LogTask = {
      kind: "query-log",
      settings: queryLog,
      identity: { server, version },
      sources: this.threads.map(({ addresses }, index) => ({ ring: this.#rings[index]!, addresses })),
      counters: makeCounters(1)[0]!,
    };
    return await startLogWriter(this.#system.entry, task, this.#system);
  }
}

/** Each endpoint in words, with the port that it got and its transport where it has only one; and where to ask. */
function placesOf(
  endpoints: readonly Endpoint[],
  udp: readonly Place[],
  tcp: readonly Place[],
): Pick<Service, "addresses" | "own"> {
  const [freeUdp, freeTcp] = [[...udp], [...tcp]];
  const addresses = endpoints.map(({ transport, isProxied }) => {
    const byUdp = transport === "tcp" ? undefined : freeUdp.shift();
    const byTcp = transport === "udp" ? undefined : freeTcp.shift();
    const address = printAddress((byUdp ?? byTcp)!);
    if (isProxied === true) return `tcp ${address} with PROXY headers`;
    return transport === "both" ? address : `${transport} ${address}`;
  });
  const [plain, proxied] = [
    tcp.find((place) => place.isProxied !== true),
    tcp.find(({ isProxied }) => isProxied),
  ];
  const own = (place: Place | undefined) => place && ownAddress(place);
  return { addresses, own: { udp: own(udp[0]), tcp: own(plain), proxied: own(proxied) } };
}
