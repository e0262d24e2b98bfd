import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { printRecord } from "../../dns/zone-file/print.ts";
import { seededRandom } from "../differential/random.ts";
import { signZone } from "../sign-zone.ts";
import { startSecondary } from "../transfer/start-secondary.ts";
import { zoneOf } from "../zone-text.ts";
import { startFlood } from "./flood.ts";
import { startGarbage } from "./garbage.ts";
import { makeJudge } from "./judge-answers.ts";
import { makeQuestions } from "./questions.ts";
import { type Sample, takeSample } from "./sample.ts";
import { FOLLOW_PATIENCE, type ServerEnd, type SoakOptions, type SoakResult } from "./soak-result.ts";
import { choosePorts, SOAK_KEY, type SoakServer, startSoakServer } from "./soak-server.ts";
import { ORIGIN, SIGNED, TO_BE_SIGNED, writeVersion } from "./soak-zones.ts";
import { countFault, makeTally, type Tally } from "./tally.ts";
import { startTcpLoad } from "./tcp-load.ts";
import { type Load, type Running, startUdpLoad } from "./udp-load.ts";
import { compareSecondary, type SecondaryWatch, watchSecondary } from "./watch-secondary.ts";

/** Runs a server under mixed load for so long, and looks at it every second. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-soak-"));
  const closers: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  try {
    return await runIn(folder, options, closers);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

async function runIn(
  folder: string,
  options: SoakOptions,
  closers: (() => Promise<unknown>)[],
): Promise<SoakResult> {
  const zones = join(folder, "zones");
  mkdirSync(zones);
  const signed = await signZone(zoneOf(SIGNED, TO_BE_SIGNED), "nsec");
  writeFileSync(
    join(zones, "signed.example.zone"),
    signed.records.map((record) => `${printRecord(record)}\n`).join(""),
  );
  writeVersion(zones, FIRST, FIRST);
  const ports = await choosePorts();
  const secondary = options.withSecondary
    ? await startSecondary("nsd", ORIGIN, ports.dns, SOAK_KEY)
    : undefined;
  if (secondary !== undefined) closers.push(secondary.stop);
  const server = await startSoakServer(options.main, zones, ports, secondary?.port);
  closers.push(server.stop);
  const tally = makeTally();
  const watch = secondary === undefined ? undefined : watchSecondary(secondary.port);
  if (watch !== undefined) closers.push(async () => watch.stop());
  const run: Run = { options, server, tally, zones, watch, secondary: secondary?.port };
  return await runLoads(run, ports.dns);
}

/** The version that the server starts with. */
const FIRST = 1;

interface Run {
  readonly options: SoakOptions;
  readonly server: SoakServer;
  readonly tally: Tally;
  readonly zones: string;
  readonly watch: SecondaryWatch | undefined;
  /** The secondary's port. */
  readonly secondary: number | undefined;
}

async function runLoads(run: Run, port: number): Promise<SoakResult> {
  const { options, server, tally, watch, secondary } = run;
  const versions = { served: FIRST, written: FIRST };
  watch?.note(FIRST);
  const questions = makeQuestions();
  const judge = makeJudge(versions);
  const load = (stream: number, address: Load["address"], perSecond = 0): Load => ({
    ...{ port, address, perSecond, questions, versions, judge, tally },
    random: seededRandom(options.seed, stream),
  });
  const share = options.udpRate / UDP_ADDRESSES.length;
  const loads: Running[] = [];
  for (const [index, address] of UDP_ADDRESSES.entries())
    loads.push(await startUdpLoad(load(index, address, share)));
  for (const [index, [address, rounds]] of TCP.entries())
    loads.push(startTcpLoad(load(100 + index, address), rounds));
  loads.push(await startGarbage(port, questions, seededRandom(options.seed, 200), tally));
  if (server.limits) loads.push(await startFlood(port, tally));
  const samples: Sample[] = [];
  let mostBehind = 0;
  const start = performance.now();
  let nextReload = options.reloadEvery;
  let reloading: Promise<void> = Promise.resolve();
  for (let second = 1; second <= options.seconds && !server.hasEnded(); second++) {
    await wait(Math.max(0, start + second * 1000 - performance.now()));
    const at = (performance.now() - start) / 1000;
    if (server.hasEnded()) break;
    mostBehind = Math.max(mostBehind, watch?.behind() ?? 0);
    const sample = takeSample(at, server.pid, tally, versions.served, watch?.version());
    samples.push(sample);
    options.onSample?.(sample);
    if (at < nextReload) continue;
    nextReload += options.reloadEvery;
    await reloading;
    reloading = change(run, versions);
  }
  await reloading;
  await Promise.all(loads.map((running) => running.stop()));
  if (!server.hasEnded()) await settle(watch, FOLLOW_PATIENCE);
  mostBehind = Math.max(mostBehind, watch?.behind() ?? 0);
  if (secondary !== undefined && !server.hasEnded()) await compare(secondary, tally);
  const { seconds, reloadEvery, udpRate } = options;
  return {
    ...{ options: { seconds, reloadEvery, udpRate }, samples, total: tally.total, faults: tally.faults },
    server: await endOf(server, versions.served - FIRST),
    secondary:
      watch === undefined
        ? undefined
        : { versions: versions.served - FIRST + 1, delays: watch.delays, mostBehind },
  };
}

/** Three sockets for each family, so that more than one of the server's threads gets something. */
const UDP_ADDRESSES = ["127.0.0.1", "::1", "127.0.0.1", "::1", "127.0.0.1", "::1"] as const;
/** Connections at a time, and for how many rounds each of them lives. */
const TCP = [
  ["127.0.0.1", 1],
  ["::1", 1],
  ["127.0.0.1", 100],
  ["::1", 100],
] as const;
/** The secondary's zone is compared after each of so many versions. */
const COMPARE_EVERY = 6;

/** The next version is written and served. */
async function change(
  { server, tally, zones, watch, secondary }: Run,
  versions: { served: number; written: number },
): Promise<void> {
  versions.written += 1;
  writeVersion(zones, versions.written, FIRST);
  try {
    await server.reload();
  } catch (error) {
    countFault(tally, "wrong", String(error));
    return;
  }
  versions.served = versions.written;
  watch?.note(versions.served);
  if (secondary !== undefined && versions.served % COMPARE_EVERY === 0) await compare(secondary, tally);
}

async function compare(secondary: number, tally: Tally): Promise<void> {
  try {
    const what = await compareSecondary(secondary);
    if (what !== undefined) countFault(tally, "wrong", what);
  } catch (error) {
    countFault(tally, "wrong", String(error));
  }
}

/** The secondary gets what was served last, or has no more time. */
async function settle(watch: SecondaryWatch | undefined, patience: number): Promise<void> {
  while (watch !== undefined && watch.behind() > 0 && watch.behind() < patience) await wait(100);
}

async function endOf(server: SoakServer, reloads: number): Promise<ServerEnd> {
  const { complaints, limits } = server;
  if (server.hasEnded()) {
    const none = {
      threadRestarts: 0,
      failures: 0,
      kernelDrops: 0,
      axfr: 0,
      ixfr: 0,
      logged: 0,
      logDropped: 0,
    };
    return { ...none, hasCrashed: true, exit: await server.stop(), complaints, reloads, limits };
  }
  const told = {
    threadRestarts: await server.metric("thread_restarts_total{"),
    failures: await server.metric("failures_total"),
    kernelDrops: await server.metric('dropped_total{reason="receive-buffer-full"}'),
    axfr: await server.metric('transfers_total{kind="axfr",outcome="zone"}'),
    ixfr: await server.metric('transfers_total{kind="ixfr",outcome="changes"}'),
    logged: server.logged(),
    logDropped: await server.metric("query_log_dropped_total{"),
  };
  return { ...told, hasCrashed: false, exit: await server.stop(), complaints, reloads, limits };
}
