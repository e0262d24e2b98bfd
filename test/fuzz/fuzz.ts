import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OurServer, startOurServer } from "../our-server.ts";
import { useOf } from "../process-use.ts";
import { writeZones } from "../write-zones.ts";
import { type Finding, Findings } from "./findings.ts";
import { putOverTcp } from "./put-over-tcp.ts";
import { putOverUdp, type SocketCounts } from "./put-over-udp.ts";
import { type PacketCounts, putPackets } from "./put-packets.ts";
import { putTables } from "./put-tables.ts";
import { putTexts, type TextCounts } from "./put-texts.ts";
import { clockTexts, keyFileTexts, policyTexts } from "./signing-texts.ts";
import { makeTargets, SERVER_ID, VERSION_ID } from "./targets.ts";
import { configYaml, keysYamlText, zoneYaml } from "./yaml-texts.ts";
import { zoneTexts } from "./zone-texts.ts";
import { fuzzZones } from "./zones.ts";

/** What a run is to do. */
export interface FuzzOptions {
  readonly seed: number;
  /** For everything together. */
  readonly seconds: number;
  /** Packets in this process, however long they take; without it they have their share of the seconds. */
  readonly packets?: number;
  /** The program of the server behind the sockets: its source unless given. */
  readonly main?: string;
}

/** What came of it. */
export interface FuzzResult {
  readonly seed: number;
  readonly packets: PacketCounts;
  readonly udp: SocketCounts;
  readonly tcp: SocketCounts;
  readonly texts: readonly (readonly [part: string, counts: TextCounts])[];
  /** Resident octets of the server behind the sockets: when it was warm, and at the end. */
  readonly resident: readonly [before: number, after: number];
  readonly findings: readonly Finding[];
}

/** Runs every part for its share of the time. */
export async function fuzz({ seed, seconds, packets, main }: FuzzOptions): Promise<FuzzResult> {
  const findings = new Findings();
  const targets = makeTargets();
  const inProcess = await putPackets(
    targets,
    seed,
    packets === undefined ? until(seconds * 0.5, LEAST_PACKETS) : (count) => count >= packets,
    findings,
  );
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-fuzz-"));
  const words = ["--server-id", SERVER_ID, "--version-id", VERSION_ID];
  const server = await startOurServer(writeZones(folder, fuzzZones()[0]!), words, main);
  try {
    await putOverUdp(server.port, targets[0]!, seed + 1, until(seconds * 0.03, LEAST_SENT), findings);
    await putOverTcp(server.port, targets[0]!, seed + 1, until(seconds * 0.02, LEAST_SENT), findings);
    const before = useOf(server.pid).resident;
    const udp = await putOverUdp(server.port, targets[0]!, seed, until(seconds * 0.12, LEAST_SENT), findings);
    const tcp = await putOverTcp(server.port, targets[0]!, seed, until(seconds * 0.13, LEAST_SENT), findings);
    const after = useOf(server.pid).resident;
    examine(server, before, after, findings);
    const texts: (readonly [string, TextCounts])[] = [];
    for (const [target, share] of [
      [zoneTexts(), 0.1],
      [zoneYaml(), 0.07],
      [configYaml(), 0.03],
      [keysYamlText(), 0.02],
      [keyFileTexts(), 0.02],
      [policyTexts(), 0.02],
      [clockTexts(), 0.01],
    ] as const) {
      texts.push([target.part, await putTexts(target, seed, until(seconds * share, LEAST_TEXTS), findings)]);
    }
    const tables = putTables(join(folder, "stored"), seed, until(seconds * 0.05, LEAST_TEXTS), findings);
    texts.push(["tables out of a file", tables]);
    return { seed, packets: inProcess, udp, tcp, texts, resident: [before, after], findings: findings.all() };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Done when the time is over, and not before there was something of everything, however busy the machine is. */
function until(seconds: number, least: number): (count: number) => boolean {
  const end = performance.now() + seconds * 1000;
  return (count) => count >= least && performance.now() >= end;
}

const LEAST_PACKETS = 20_000;
const LEAST_SENT = 500;
const LEAST_TEXTS = 20;

const MOST_GROWTH = 64 << 20;

/** The server goes on, has thrown nothing and is no bigger than before. */
function examine(server: OurServer, before: number, after: number, findings: Findings): void {
  const part = "server";
  if (server.hasEnded())
    findings.add({ part, what: "the server ended", input: server.complaints.join("\n") });
  for (const what of server.complaints) {
    if (findings.isNew(part, what)) findings.add({ part, what, input: what });
  }
  if (after - before > MOST_GROWTH) {
    findings.add({ part, what: `its memory grows from ${before} to ${after} octets`, input: "" });
  }
}
