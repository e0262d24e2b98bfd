import { lookup } from "node:dns/promises";
import { existsSync, statSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { keyOf, printName } from "../dns/name.ts";
import { isError, printProblem } from "../dns/problem.ts";
import { showLines } from "../dns/show-hidden.ts";
import { printAddress } from "./address/address.ts";
import type { AliasCounters } from "./alias/alias-counters.ts";
import { aliasStates } from "./alias/alias-states.ts";
import { type Facts, type Health, startHealth } from "./health/start-health.ts";
import { Notifier, type ServedSerial } from "./notify/notifier.ts";
import { realNotifyWorld } from "./notify/real-world.ts";
import { runPipe } from "./pipe/run-pipe.ts";
import { aliasServing, ownAddresses } from "./process/alias-serving.ts";
import { makeAliasThread } from "./process/alias-thread.ts";
import { exitAtOnce } from "./process/exit-at-once.ts";
import { forbidDumps } from "./process/forbid-dumps.ts";
import { keepCode, tellKeptCode } from "./process/kept-code.ts";
import { logWarnings } from "./process/log-warnings.ts";
import { settingsForCode } from "./process/make-code.ts";
import { runThread } from "./process/run-thread.ts";
import { type Service, startService } from "./process/service.ts";
import { startSettling } from "./process/settle.ts";
import { startTrimming } from "./process/trim-malloc.ts";
import { lowerV8Threads } from "./process/v8-threads.ts";
import { readBuild, readBuildTime } from "./self-check/build.ts";
import { runSelfCheck } from "./self-check/run-self-check.ts";
import { runTop } from "./self-check/run-top.ts";
import { holdsSecrets, secretsIn } from "./settings/secrets.ts";
import { SERIALS, type SerialSettings } from "./settings/serial-settings.ts";
import { readSettings, type Settings } from "./settings/settings.ts";
import { USAGE } from "./settings/usage.ts";
import { runSign } from "./sign/run-sign.ts";
import { makeClock } from "./signing/clock.ts";
import { keyFilesOnDisk, readPrivateKeys } from "./signing/private-keys.ts";
import { makeSigners } from "./signing/signers.ts";
import type { SigningMeans } from "./signing/signing-order.ts";
import { watchTurns } from "./signing/turns.ts";
import { makeWindows, type WindowInForce } from "./signing/windows.ts";
import { startedProgram } from "./start/program.ts";
import { loadStored, type StoredPlan, tablesFileOf } from "./stored/load-stored.ts";
import { faultInStored, storeTables } from "./stored/store-tables.ts";
import { startSupervision } from "./systemd/supervision.ts";
import { giveBackLoading } from "./tables/give-back.ts";
import { serialOfZone } from "./tables/zone-serial.ts";
import { openLibc } from "./transport/libc.ts";
import { type Loaded, type LoadResult, load, printCounts } from "./zones/load.ts";
import { brokenZone, Reloader, type ReloadState, type Served } from "./zones/reloader.ts";
import { watchFiles } from "./zones/watch-files.ts";
import { findZoneFiles } from "./zones/zone-files.ts";
import { windowFor, type ZoneSigning } from "./zones/zone-signing.ts";

/** What the server and its zones were built from. */
const BUILD = join(import.meta.dirname, "build.json");

const ZONES_REFUSED = 1;
const USAGE_OR_WORLD = 2;

/** How long zones may take to be loaded again, in milliseconds: very many on a machine that is throttled take minutes. */
const RELOAD_DEADLINE = 600_000;
/** And where it signs: on a machine that has a sixteenth of a processor, that is the time of three million signatures. */
const SIGNING_DEADLINE = 3_600_000;
/** So many aliases are told of at most. */
const MOST_ALIASES = 1_000;
/** How long the thread that does so may take to end when the server stops. */
const RELOAD_STOP_PATIENCE = 500;

logWarnings(complain);
// The main thread starts others with this same file: a bundle has no other.
if (isMainThread) exit(await main());
else await runThread(workerData, parentPort!);

async function main(): Promise<number> {
  const words = process.argv.slice(2);
  const forbid = holdsSecrets(words, process.env) ? forbidDumpsLoudly : () => {};
  forbid(); // before anything else, in every process that may have a key: the server, and what is run beside it
  const [command, ...rest] = words;
  if (command === "self-check") return await runSelfCheck(rest, process.env, hostname(), import.meta.dirname);
  if (command === "answer") return await runPipe(rest, process.env, readBuildTime(BUILD));
  if (command === "sign") return await runSign(rest, process.env, readBuildTime(BUILD));
  if (command === "top") return await runTop(rest, process.env);
  const told = readSettings(words, process.env, hostname());
  // Threads get a copy of the environment, and what they need of secrets with their task.
  for (const name of secretsIn(process.env)) delete process.env[name];
  if (told === "help") {
    process.stdout.write(USAGE);
    return 0;
  }
  if ("error" in told) {
    process.stderr.write(`${showLines(told.error)}\n\n${USAGE}`);
    return USAGE_OR_WORLD;
  }
  const settings = told.tables.isCodeToWrite ? settingsForCode(told) : told;
  // It may come while the zones are loaded, which takes a while where they are large: what was read then is old already.
  let hangUp: (() => void) | undefined;
  let hasHungUp = false;
  process.on("SIGHUP", () => {
    hasHungUp = true;
    hangUp?.();
  });
  const onHangUp: OnHangUp = (reload) => {
    hangUp = reload;
    if (hasHungUp) reload();
  };
  const signing = await makeSigning(settings);
  if ("error" in signing) {
    complain(signing.error);
    return USAGE_OR_WORLD;
  }
  if (settings.check) return await check(settings, signing);
  tellKeptCode(import.meta.filename, { say, complain });
  const first = loadAtFirst(settings, { kind: "later", states: settings.keyStates });
  if (first === undefined) return ZONES_REFUSED;
  if (!first.isStored) giveBackLoading(); // what loading took: the threads come next
  return await serve(settings, signing, first, { onHangUp, forbid });
}

/** How zones are signed in this process. */
interface Signing {
  readonly means: SigningMeans;
  /** Milliseconds since 1970. */
  readonly calendar: () => number;
  readonly inForce: WindowInForce;
}

async function makeSigning({
  clock,
  isShape,
  dnssec,
}: Settings): Promise<Signing | { readonly error: string }> {
  const hasKeys = !isShape && (dnssec.folder !== undefined || dnssec.written.length > 0);
  const keys = hasKeys ? readPrivateKeys(dnssec, keyFilesOnDisk) : [];
  if ("error" in keys) return keys;
  const { close, slowBecause } = await makeSigners({ keys, isShape });
  close();
  if (slowBecause !== undefined) complain(`Signatures take ten times as long as they should: ${slowBecause}`);
  const calendar = makeClock(clock, Date.now);
  return {
    means: { keys, isShape },
    calendar,
    inForce: makeWindows(calendar, readBuildTime(BUILD)),
  };
}

function forbidDumpsLoudly(): void {
  const fault = forbidDumps(openLibc());
  if (fault !== undefined) complain(fault);
}

/** The tables of the zones that were made before, and what has a part in whether they can be used; undefined where they are not to be. */
function storedPlan({ zones, tables, serials, keyStates: states }: Settings): StoredPlan | undefined {
  if (tables.file === "none") return undefined;
  const file = tables.file === "beside" ? undefined : tables.file;
  return { zones, file, compiler: () => startedProgram()?.digest, serials, states };
}

/** Loads all zones and says what there is; zones that are to be signed stay as they are where there is nothing to sign with. */
async function check(settings: Settings, { means, inForce }: Signing): Promise<number> {
  const signers = await makeSigners(means);
  const canSign = means.isShape || means.keys.length > 0;
  const { signerOf, by } = signers;
  const first = loadAtFirst(
    settings,
    canSign
      ? { kind: "now", window: inForce(), signerOf, by, states: settings.keyStates }
      : { kind: "never" },
  );
  signers.close();
  if (first === undefined) return ZONES_REFUSED;
  process.stdout.write(summary(first.served.loaded));
  return checkTables(settings);
}

/** Writes the tables where that is wanted, and proves that they are those of the text where there are some. */
function checkTables(settings: Settings): number {
  const { isToWrite } = settings.tables;
  const settled = storedPlan(settings);
  if (settled === undefined) return 0;
  const plan = { ...settled, serials: undefined, states: undefined }; // they are of machines
  const file = tablesFileOf(plan);
  if (!isToWrite && !existsSync(file)) return 0;
  const stored = isToWrite ? storeTables(plan) : undefined;
  const fault = stored !== undefined && "refused" in stored ? stored.refused : faultInStored(plan);
  if (fault === undefined) {
    say(
      `tables: ${file}${stored === undefined ? "" : `, ${statSync(file).size} octets`}, the same as those of the text`,
    );
    return 0;
  }
  complain(`The tables in ${file} are not those of the zones: ${fault}`);
  return ZONES_REFUSED;
}

/** What is served at first. */
interface First {
  readonly served: Served;
  /** Not all that the files say can be served. */
  readonly isBehind: boolean;
  /** It came out of tables that were made before, so next to nothing was needed to load it. */
  readonly isStored: boolean;
}

/**
 * What is to be served; undefined where that is nothing, or where all or nothing was asked for and something is wrong. Problems
 * are told.
 */
function loadAtFirst(settings: Settings, signing: ZoneSigning): First | undefined {
  const { zones, check, strict, serials } = settings;
  const stored = check ? undefined : loadTables(settings);
  const result = stored ?? load(zones, undefined, serials, signing);
  for (const problem of result.problems) complain(printProblem(problem));
  const isBehind = result.problems.some(isError);
  if (result.kind !== "loaded" || (isBehind && (check || strict))) return undefined;
  for (const origin of result.loaded.broken) complain(brokenZone(origin));
  for (const zone of notServed(serials, result.loaded)) complain(`${SERIALS} has ${zone}, which is not here`);
  return { served: { loaded: result.loaded }, isBehind, isStored: stored !== undefined };
}

/** What is to be served, out of tables that were made before; undefined where there are none that can be used. */
function loadTables(settings: Settings): Extract<LoadResult, { kind: "loaded" }> | undefined {
  const plan = storedPlan(settings);
  if (plan === undefined) return undefined;
  const stored = loadStored(plan);
  switch (stored.kind) {
    case "loaded":
      say(`tables: ${tablesFileOf(plan)}`);
      return stored;
    case "unfit":
      complain(`The tables in ${tablesFileOf(plan)} are not used, the zones are read: ${stored.reason}`);
      return undefined;
    case "none":
      return undefined;
    default:
      return stored satisfies never;
  }
}

/** What the process does for whoever serves in it. */
interface OwnProcess {
  readonly onHangUp: OnHangUp;
  /** Has what it holds written nowhere, where it has secrets. */
  readonly forbid: () => void;
}

/** Has this called for every SIGHUP, at once for those that have come. */
type OnHangUp = (reload: () => void) => void;

async function serve(
  settings: Settings,
  signing: Signing,
  { served, isBehind }: First,
  { onHangUp, forbid }: OwnProcess,
): Promise<number> {
  // The same may come twice: from the terminal, and from who started us. What was asked for is done once.
  const { promise: stopped, resolve: stop } = Promise.withResolvers<number>();
  process.on("SIGTERM", () => stop(0));
  process.on("SIGINT", () => stop(0));
  const entry = new URL(import.meta.url);
  const path = settings.zones;
  const notifier = new Notifier(
    settings.notify,
    realNotifyWorld(() => served.loaded.tables, say, complain),
  );
  const own = ownAddresses(settings.listen, networkInterfaces);
  const aliases = makeAliasThread(entry, { settings: settings.alias, own }, { say, complain });
  const serveAliases = async (loaded: Loaded) => {
    const { serving, hasAliases } = aliasServing(loaded, signing.means);
    await aliases.serve(serving, hasAliases);
  };
  let service: Service | undefined;
  let reloader: Reloader;
  let sayReady: () => void;
  let health: Health | undefined;
  try {
    await serveAliases(served.loaded);
    service = await startFirst(settings, served, entry);
    if (settings.account !== undefined) forbid(); // another user has undone it
    const { serve, hurry } = service;
    sayReady = makeSayReady(served, service);
    const canSign = signing.means.isShape || signing.means.keys.length > 0;
    const deadline = canSign ? SIGNING_DEADLINE : RELOAD_DEADLINE;
    const { serials } = settings;
    reloader = new Reloader({
      ...{ entry, path, serials, served, isBehind, deadline },
      serve: async (tables, loaded, moved) => {
        await serveAliases(loaded);
        await serve(tables, moved);
      },
      ...{ now: Date.now, say, complain, isQuick: settings.isQuickReload },
      hurry: (isHurried) => {
        if (isHurried && isWhole(served.loaded)) lowerV8Threads(); // not at the start, where they compile what answers
        hurry(isHurried);
      },
      signing: () => ({ ...signing.means, window: signing.inForce(), states: settings.keyStates }),
      onServed: (loaded, unled) => {
        // Who is told before there is what leads from the serial that he has takes the whole zone.
        const waiting = new Set(unled);
        notifier.update(serialsOf(loaded).filter(({ origin }) => !waiting.has(origin)));
        sayReady();
      },
    });
    if (settings.http !== undefined) {
      const facts = makeFacts(settings, signing, () => reloader.state, notifier, aliases.counters);
      const states = () => aliasStates(served.loaded.tables, MOST_ALIASES);
      const self = { server: settings.server, region: process.env.FLY_REGION };
      health = await startHealth(settings.http, service, { facts, aliases: states }, self, ({ message }) =>
        complain(message),
      );
    }
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    await Promise.all([service?.stop(0), aliases.stop()]);
    return USAGE_OR_WORLD;
  }
  const watch = settings.watch
    ? watchFiles(
        () => filesToWatch(path, reloader.state.files),
        () => void reloader.reload(false),
      )
    : undefined;
  // What comes to no end at the start is tried again, too.
  const window = served.loaded.pending.length > 0 ? undefined : signing.inForce();
  const turns = watchTurns(signing.inForce, window, settings.clock?.rate ?? 1, async () =>
    isDue(served.loaded, signing.inForce()) ? await reloader.turn() : true,
  );
  const { isCodeToWrite } = settings.tables; // no zone is signed for that
  const signed = served.loaded.pending.length > 0 && !isCodeToWrite ? reloader.turn() : undefined;
  if (signed !== undefined) sayPlaces("answering", served.loaded, service);
  sayReady();
  void signed?.then(() => settings.strict && !isWhole(served.loaded) && stop(ZONES_REFUSED));
  // These call libc; the other way is for who wants no node:ffi.
  const givingBack = settings.udp === "portable" ? [] : [startSettling(), startTrimming()];
  if (health !== undefined) say(`http: ${printAddress(health.address)}`);
  const supervision = startSupervision(settings.supervisor, service, reloader, complain, signed);
  onHangUp(() => void supervision.reload());
  notifier.update(serialsOf(served.loaded));
  if (isCodeToWrite) {
    const { zones, pending } = served.loaded;
    const origins = [...zones, ...pending].map(({ origin }) => origin);
    void keepCode(import.meta.filename, service, origins, { say, complain }).then((isKept) =>
      stop(isKept ? 0 : USAGE_OR_WORLD),
    );
  }
  const code = await stopped;
  turns.close();
  notifier.stop();
  supervision.stopping();
  health?.stopping();
  watch?.close();
  for (const each of givingBack) each.stop();
  const hasEnded = await service.stop(settings.drain);
  await aliases.stop();
  await health?.close();
  if (!(await reloader.stop(RELOAD_STOP_PATIENCE)) || !hasEnded) exitAtOnce(code);
  return code;
}

/** Its frame ends with the start, and no other holds the first tables: they go when others are served. */
async function startFirst(settings: Settings, { loaded }: Served, entry: URL): Promise<Service> {
  return await startService(settings, loaded.tables, {
    entry,
    lookUp: lookup,
    privileges: process,
    interfaces: networkInterfaces,
    complain,
    say,
  });
}

/** Says that it is ready, once: when there is no zone left that waits for its signatures. */
function makeSayReady(served: Served, service: Service): () => void {
  let hasSaid = false;
  return () => {
    const { loaded } = served;
    if (hasSaid || !isWhole(loaded)) return;
    hasSaid = true;
    sayPlaces("ready", loaded, service);
    const renumbered = loaded.zones.filter((zone) => zone.renumbered !== undefined).length;
    if (renumbered > 0)
      say(`serials: of ${SERIALS}, not of their files: ${renumbered} of ${loaded.zones.length} zones`);
  };
}

function sayPlaces(what: "answering" | "ready", loaded: Loaded, { addresses, udp }: Service): void {
  const standIns = loaded.zones.some(({ signed }) => signed?.by === "stand-ins")
    ? ", signatures are stand-ins"
    : "";
  say(`${what}: ${printCounts(loaded)}${standIns}, listening on ${addresses.join(", ")}\nudp: ${udp}`);
}

/** No zone that is to be signed is without its signatures. */
function isWhole({ pending, unsigned }: Loaded): boolean {
  return pending.length === 0 && unsigned.length === 0;
}

/** There is a zone to be signed, at first or for another window. */
function isDue({ zones, pending }: Loaded, window: number): boolean {
  return (
    pending.length > 0 ||
    zones.some(({ signed }) => signed !== undefined && windowFor(signed.policy, window) !== signed.window)
  );
}

/** Zones that are to have another serial, and are none of ours. */
function notServed(serials: SerialSettings | undefined, { zones, broken, pending }: Loaded): string[] {
  if (serials === undefined) return [];
  const ours = new Set([...[...zones, ...pending].map(({ origin }) => origin), ...broken].map(keyOf));
  return [...serials].flatMap(([key]) => (ours.has(key) ? [] : [printName(key)]));
}

/** What the server knows of itself and of what it serves at the time. */
function makeFacts(
  { version }: Settings,
  { calendar, inForce }: Signing,
  state: () => ReloadState,
  notifier: Notifier,
  aliasCounters: AliasCounters,
): () => Facts {
  const build = readBuild(BUILD);
  const startedAt = Date.now() / 1000 - process.uptime();
  return () => {
    const { loaded, ...reloads } = state();
    const { broken, pending, unsigned } = loaded;
    const zones = loaded.zones.map((facts, zone) => ({
      ...facts,
      serial: serialOfZone(loaded.tables, zone),
    }));
    return {
      zones,
      broken,
      unsigned,
      aliasCounters,
      pending: pending.map(({ origin }) => origin),
      calendar: calendar() / 1000,
      window: inForce(),
      notify: notifier.states,
      reloads,
      build,
      version,
      node: process.version,
      startedAt,
    };
  };
}

function serialsOf({ zones, tables }: Loaded): ServedSerial[] {
  return zones.map(({ origin }, zone) => ({ origin, serial: serialOfZone(tables, zone) }));
}

function summary(loaded: Loaded): string {
  const lines = loaded.zones.map(
    ({ origin, records, zonemd, isToSign, signed }) =>
      `${printName(origin)} ${records} records, ZONEMD ${zonemd}${signed ? `, ${signed.signatures} signatures` : isToSign === true ? ", is to be signed" : ""}\n`,
  );
  return `${lines.join("")}${printCounts(loaded)}\n`;
}

/** Ends at once when all is written: a name that does not resolve keeps the system asking for longer than we wait. */
function exit(code: number): void {
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}

/** The folder or manifest, the files that zones were read from, and those that zones may be read from. */
function filesToWatch(path: string, read: readonly string[]): string[] {
  const now = findZoneFiles(path).files.map(({ file }) => file);
  return [...new Set([path, ...now, ...read])];
}

function say(text: string): void {
  process.stdout.write(`${showLines(text)}\n`);
}

function complain(text: string): void {
  process.stderr.write(`${showLines(text)}\n`);
}
