import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Random } from "../differential/random.ts";
import type { Judge, Versions } from "./judge-answers.ts";
import type { SoakQuestion, SoakQuestions } from "./questions.ts";
import { countAnswer, countFault, type Tally } from "./tally.ts";

/** Where a load goes, and who looks at what comes back. */
export interface Load {
  readonly port: number;
  readonly address: "127.0.0.1" | "::1";
  readonly perSecond: number;
  readonly questions: SoakQuestions;
  readonly random: Random;
  readonly versions: Versions;
  readonly judge: Judge;
  readonly tally: Tally;
}

/** Something that runs until it is stopped; `stop` waits for the answers that are on their way. */
export interface Running {
  readonly stop: () => Promise<void>;
}

/**
 * Asks over UDP from a socket, so many times a second: half of the questions ask for hosts, half are of all kinds. Where
 * many answers are missing no more is asked, so that no buffer of the kernel can overflow while the machine does
 * something else: then a question without an answer is the server's.
 */
export async function startUdpLoad(load: Load): Promise<Running> {
  const { port, address, perSecond, questions, random, versions, judge, tally } = load;
  const socket = createSocket({ type: address === "::1" ? "udp6" : "udp4", recvBufferSize: 1 << 20 });
  socket.connect(port, address);
  await once(socket, "connect");
  socket.on("error", (error) => countFault(tally, "wrong", `UDP at ${address}: ${error.message}`));
  const open = new Map<number, Asked>();
  let id = 0;
  socket.on("message", (answer) => {
    const number = answer.length < 2 ? -1 : answer.readUInt16BE(0);
    const asked = open.get(number);
    if (asked === undefined) {
      countFault(tally, "wrong", "An answer over UDP that nobody waits for");
      return;
    }
    open.delete(number);
    const took = performance.now() - asked.at;
    countAnswer(tally, "udp", took, judge(asked.question, "udp", asked.since, answer));
  });
  const ask = () => {
    if (open.size >= MOST_OPEN) return;
    const question = random.pick(random.chance(0.5) ? questions.kinds : questions.hosts);
    id = (id + 1) & 0xffff;
    const packet = Buffer.from(question.query);
    packet.writeUInt16BE(id, 0);
    open.set(id, { question, since: versions.served, at: performance.now() });
    socket.send(packet);
  };
  const sender = startTicking(perSecond, ask);
  const reaper = setInterval(() => giveUp(open, tally), 500);
  return {
    stop: async () => {
      sender.stop();
      const end = performance.now() + PATIENCE + 1000;
      while (open.size > 0 && performance.now() < end) await new Promise((done) => setTimeout(done, 20));
      clearInterval(reaper);
      noteOwnDrops(socket, tally);
      socket.close();
    },
  };
}

interface Asked {
  readonly question: SoakQuestion;
  readonly since: number;
  readonly at: number;
}

/** Questions without an answer at a time: those of all sockets together fit into the server's buffer. */
const MOST_OPEN = 24;
/** Milliseconds after which no answer comes any more, on a machine with much else to do. */
const PATIENCE = 10_000;

function giveUp(open: Map<number, Asked>, tally: Tally): void {
  const now = performance.now();
  for (const [id, { question, at }] of open) {
    if (now - at < PATIENCE) continue;
    open.delete(id);
    countFault(tally, "lost", `No answer over UDP to ${question.text}`);
  }
}

/** Calls a function so many times a second, a few times in a row; what there was no time for is left out. */
export function startTicking(perSecond: number, act: () => void): { readonly stop: () => void } {
  let last = performance.now();
  let due = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    due = Math.min(due + ((now - last) * perSecond) / 1000, MOST_AT_ONCE);
    last = now;
    for (; due >= 1; due--) act();
  }, TICK);
  return { stop: () => clearInterval(timer) };
}

const TICK = 5;
const MOST_AT_ONCE = 16;

/** What our own socket has lost is not the server's fault, but the run has not seen all: that is said (proc_net_udp, column "drops"). */
function noteOwnDrops(socket: Socket, tally: Tally): void {
  if (process.platform !== "linux") return;
  const { port, family } = socket.address();
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = readFileSync(family === "IPv6" ? "/proc/net/udp6" : "/proc/net/udp", "latin1").split("\n");
  const drops = lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local]) => local?.endsWith(wanted) === true)
    .reduce((sum, fields) => sum + Number(fields.at(-1)), 0);
  if (drops > 0)
    tally.faults.push(`The load's own socket lost ${drops} packets: the run itself was too slow`);
}
