import { once } from "node:events";
import { connect } from "node:net";
import { printName } from "../../dns/name.ts";
import { framed, framesOf } from "../frames.ts";
import { queryOf } from "../serve-text.ts";
import { takeMessages } from "../transfer/take-transfer.ts";
import type { Hour, LivedYear, YearEvent } from "./lived-year.ts";
import type { ServerProcess, ServerProcesses } from "./server-processes.ts";
import type { Version } from "./versions.ts";
import { DS_QUESTION, KEYS_QUESTION, PARENT_KEYS, QUESTIONS } from "./year-questions.ts";
import { PARENT } from "./year-zones.ts";

/** What a process of the server answered at an event, beside what the year was judged by. */
export interface MachineLook {
  /** Seconds since 1970. */
  readonly at: number;
  readonly what: string;
  /** Messages that were the same octets. */
  readonly same: number;
  /** Questions whose answers were not. */
  readonly different: readonly string[];
  /** The window turned while it ran: it was asked before. */
  readonly hasTurned: boolean;
}

/**
 * Has a process of the server be each machine, and the parent's nameserver, at each of these events, with the release, the keys and the
 * clock that it has there; what was compared already is not compared again. Where a window turns, it runs through the turn.
 */
export async function compareMachines(
  { hours }: Pick<LivedYear, "hours">,
  events: readonly YearEvent[],
  processes: ServerProcesses,
): Promise<MachineLook[]> {
  const looks: MachineLook[] = [];
  const seen = new Set<Version>();
  const byTime = new Map(hours.map((hour) => [hour.at, hour]));
  for (const { at, what, kind } of events) {
    const hour = byTime.get(at);
    if (hour === undefined) continue;
    for (const { version, clock, name } of machinesOf(hour)) {
      if (seen.has(version)) continue;
      seen.add(version);
      const isTurn = kind === "turn" && version === hour.servers[0];
      const process = isTurn
        ? await startBeforeTurn(processes, version, clock)
        : await processes.start(version.release, `${clock}`, hasKeys(version));
      try {
        looks.push({ at, what: `${what}, ${name}`, ...(await compare(process, version)), hasTurned: isTurn });
      } finally {
        await process.stop();
      }
    }
  }
  return looks;
}

function machinesOf({ servers, clocks, parent, at }: Hour) {
  return [
    { version: servers[0], clock: clocks[0], name: "the first machine" },
    { version: servers[1], clock: clocks[1], name: "the second machine" },
    { version: parent, clock: at, name: "the parent" },
  ];
}

/** Whoever has no keys serves no records of a zone that is to be signed. */
function hasKeys({ records }: Version): boolean {
  return records.length > 0;
}

/** Starts it some seconds before its window turns, by a calendar that runs fast, and gives it when that has turned. */
async function startBeforeTurn(
  processes: ServerProcesses,
  version: Version,
  clock: number,
): Promise<ServerProcess> {
  const soa = queryOf("year.example. SOA", { do: true });
  const [turned] = takeMessages(version.respond, soa);
  for (let seconds = 3; seconds < MOST_SECONDS; seconds *= 2) {
    const process = await processes.start(version.release, `${clock - seconds * RATE},${RATE}`, true);
    try {
      const [answer] = await exchangeTcp(process.port, [soa], 1);
      if (answer !== undefined && !answer.equals(turned!)) {
        await process.turned();
        return process;
      }
    } catch (error) {
      await process.stop();
      throw error;
    }
    await process.stop(); // the machine is busy: the window had turned before it was ready
  }
  throw new Error(`The server takes more than ${MOST_SECONDS / 2} seconds to start`);
}

/** Seconds of the calendar in one of ours. */
const RATE = 600;
const MOST_SECONDS = 200;

async function compare(
  { port }: ServerProcess,
  version: Version,
): Promise<Pick<MachineLook, "same" | "different">> {
  const questions = questionsTo(version);
  const packets = questions.map((question) => queryOf(question, { do: !question.endsWith("AXFR") }));
  const expected = packets.map((packet) => takeMessages(version.respond, packet));
  const answers = await exchangeTcp(port, packets, expected.flat().length);
  let at = 0;
  let same = 0;
  const different = new Set<string>();
  for (const [index, messages] of expected.entries()) {
    for (const message of messages) {
      if (answers[at++]?.equals(message) === true) same += 1;
      else different.add(questions[index]!);
    }
  }
  return { same, different: [...different] };
}

/** One for every kind of answer, and the zone as a whole. */
function questionsTo({ release }: Version): readonly string[] {
  const { origin } = release.zone;
  const own = origin === PARENT ? [DS_QUESTION, PARENT_KEYS] : [...QUESTIONS, KEYS_QUESTION];
  return [...own, `${printName(origin)} AXFR`];
}

/** Asks all over one connection, and takes so many messages; fewer where it is closed before. */
async function exchangeTcp(port: number, packets: readonly Uint8Array[], count: number): Promise<Buffer[]> {
  const socket = connect(port, "127.0.0.1");
  socket.setTimeout(PATIENCE, () => socket.destroy());
  let received = Buffer.alloc(0);
  socket.on("data", (data: Buffer) => {
    received = Buffer.concat([received, data]);
    if (framesOf(received).length >= count) socket.destroy();
  });
  socket.write(framed(packets));
  await once(socket, "close");
  return framesOf(received);
}

const PATIENCE = 60_000; // milliseconds, on a busy machine
