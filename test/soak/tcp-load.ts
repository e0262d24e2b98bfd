import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { SoakQuestion } from "./questions.ts";
import { countAnswer, countFault } from "./tally.ts";
import type { Load, Running } from "./udp-load.ts";

/**
 * Asks over TCP, connection after connection: on each so many rounds of some questions at once (RFC 7766 §6.2.1.1), and
 * then it is closed from here. A connection that the server closes before is wrong.
 */
export function startTcpLoad(load: Load, rounds: number): Running {
  let isStopping = false;
  const run = async () => {
    while (!isStopping) {
      await converse(load, rounds, () => isStopping);
      await wait(BETWEEN_ROUNDS);
    }
  };
  const ended = run();
  return {
    stop: async () => {
      isStopping = true;
      await ended;
    },
  };
}

const AT_ONCE = 5;
const BETWEEN_ROUNDS = 100;
/** Milliseconds without an answer, on a machine with much else to do. */
const PATIENCE = 10_000;

async function converse(load: Load, rounds: number, isStopping: () => boolean): Promise<void> {
  const { port, address, questions, random, versions, judge, tally } = load;
  const open = new Map<number, { question: SoakQuestion; since: number; at: number }>();
  let received: Buffer = Buffer.alloc(0);
  let hasEnded = false;
  const socket = connect(port, address);
  socket.setNoDelay().setTimeout(PATIENCE, () => socket.destroy(new Error("silence")));
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  const end = (why: string) => {
    if (hasEnded) return;
    hasEnded = true;
    for (const { question } of open.values()) {
      countFault(tally, "lost", `No answer over TCP at ${address} to ${question.text}: ${why}`);
    }
    if (open.size === 0) countFault(tally, "wrong", `TCP at ${address}: ${why}`);
    open.clear();
    roundDone();
  };
  let roundDone: () => void = () => {};
  socket.on("error", ({ message }) => end(message));
  socket.on("end", () => end("the server closed the connection"));
  socket.on("close", () => end("the connection was closed"));
  socket.on("data", (data: Buffer) => {
    received = received.length === 0 ? data : Buffer.concat([received, data]);
    while (received.length >= 2) {
      const after = 2 + received.readUInt16BE(0);
      if (received.length < after) return;
      take(received.subarray(2, after));
      received = received.subarray(after);
    }
  });
  for (let round = 0; round < rounds && !hasEnded && !isStopping(); round++) {
    if (round > 0) await wait(BETWEEN_ROUNDS);
    if (hasEnded) break;
    const done = new Promise<void>((resolve) => {
      roundDone = resolve;
    });
    const packets = Array.from({ length: AT_ONCE }, (_, index) => {
      const question = random.pick(random.chance(0.5) ? questions.kinds : questions.hosts);
      const id = round * AT_ONCE + index;
      open.set(id, { question, since: versions.served, at: performance.now() });
      return frame(question.query, id);
    });
    socket.write(Buffer.concat(packets));
    await done;
  }
  hasEnded = true;
  socket.end();
  socket.resume();
  await Promise.race([closed, wait(PATIENCE, undefined, { ref: false })]);
  socket.destroy();

  function take(answer: Buffer): void {
    const id = answer.length < 2 ? -1 : answer.readUInt16BE(0);
    const asked = open.get(id);
    if (asked === undefined) {
      countFault(tally, "wrong", "An answer over TCP that nobody waits for");
      return;
    }
    open.delete(id);
    countAnswer(
      tally,
      "tcp",
      performance.now() - asked.at,
      judge(asked.question, "tcp", asked.since, Uint8Array.from(answer)),
    );
    if (open.size === 0) roundDone();
  }
}

/** The query with its id and, before it, its length (RFC 1035 §4.2.2). */
function frame(query: Buffer, id: number): Buffer {
  const framed = Buffer.alloc(2 + query.length);
  framed.writeUInt16BE(query.length, 0);
  query.copy(framed, 2);
  framed.writeUInt16BE(id, 2);
  return framed;
}
