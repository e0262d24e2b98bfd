import { randomInt } from "node:crypto";
import { createConnection, type Socket } from "node:net";
import type { Answer, Nameserver, NoReply, Question } from "../verify/types.ts";
import { type CookieJar, cookiesOf } from "./dns-client-cookies.ts";
import { afterReading } from "./dns-client-deadline.ts";
import { describeSystemError } from "./dns-client-error.ts";
import { idOf, MAX_UDP_PAYLOAD, readPacket, writeQuery } from "./dns-client-query.ts";

/** How to ask. */
export interface TcpOptions {
  /** Milliseconds to wait for the connection, and for each answer. */
  readonly timeout: number;
  readonly onDone?: (count: number) => void;
  /** Ends it: what has no answer yet gets none. */
  readonly signal?: AbortSignal;
}

/**
 * Asks all questions over one connection, several at a time (RFC 7766 §6.2.1.1), and gives the answers in their
 * order. When the server closes it, the rest goes over another one, a question at a time, so that one which the
 * server does not like cannot take others with it. A connection without any answer is the answer to its first
 * question; three in a row are the end.
 */
export async function askOverTcp(
  nameserver: Nameserver,
  questions: readonly Question[],
  { timeout, onDone, signal }: TcpOptions,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let open = questions.map((_, index) => index);
  let fruitless = 0;
  let window = PIPELINE;
  let lastReason = "";
  const settle = (index: number, answer: Answer) => {
    answers[index] = answer;
    onDone?.(1);
  };
  while (open.length > 0 && fruitless < FRUITLESS_LIMIT && signal?.aborted !== true) {
    const connection = new TcpConnection(questions, { timeout, window, settle, signal });
    const end = await connection.run(nameserver, open);
    lastReason = end.reason;
    fruitless = end.isFruitless ? fruitless + 1 : 0;
    open = open.filter((index) => answers[index] === undefined);
    const [first] = open;
    if (first !== undefined && end.isFruitless) {
      settle(first, { outcome: "no-reply", reason: end.reason, milliseconds: end.milliseconds });
      open = open.slice(1);
    }
    window = 1;
  }
  for (const index of open) {
    settle(index, { outcome: "not-asked", reason: `not asked, because ${lastReason}`, milliseconds: 0 });
  }
  return answers;
}

const PIPELINE = 16; // questions under way at a time
const FRUITLESS_LIMIT = 3; // connections in a row without an answer
const SILENT_LIMIT = 3; // questions in a row without an answer

interface ConnectionOptions {
  readonly timeout: number;
  readonly window: number;
  readonly settle: (index: number, answer: Answer) => void;
  readonly signal: AbortSignal | undefined;
}

/** How a connection ended. */
interface ConnectionEnd {
  readonly reason: string;
  /** It brought no answer. */
  readonly isFruitless: boolean;
  readonly milliseconds: number;
}

interface Pending {
  readonly index: number;
  readonly sentAt: number;
  readonly timer: NodeJS.Timeout;
  reason?: string;
}

class TcpConnection {
  readonly #questions: readonly Question[];
  readonly #options: ConnectionOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #ended = Promise.withResolvers<string>();
  readonly #queue: number[] = [];
  #socket: Socket | undefined;
  #cookies: CookieJar | undefined;
  #received: Buffer = Buffer.alloc(0);
  #replies = 0;
  #silentInARow = 0;

  constructor(questions: readonly Question[], options: ConnectionOptions) {
    this.#questions = questions;
    this.#options = options;
  }

  /** Asks the questions with these indexes until all have an answer or the connection is over. */
  async run(nameserver: Nameserver, indexes: readonly number[]): Promise<ConnectionEnd> {
    const { address, port } = nameserver;
    this.#cookies = cookiesOf(nameserver);
    const startedAt = performance.now();
    this.#queue.push(...indexes);
    const { timeout, signal } = this.#options;
    const end = (reason: string) => this.#ended.resolve(reason);
    const abort = () => end("nobody waits for it any more");
    signal?.addEventListener("abort", abort);
    const socket = createConnection({ host: address, port, noDelay: true });
    this.#socket = socket;
    const connecting = setTimeout(
      () => afterReading(() => socket.connecting && end(`no connection within ${timeout} ms`)),
      timeout,
    );
    socket.on("connect", () => {
      clearTimeout(connecting);
      this.#sendMore();
    });
    socket.on("data", (bytes: Buffer) => this.#receive(bytes));
    socket.on("error", (error) => end(describeSystemError(error)));
    socket.on("close", () => end("the server closed the connection"));
    const reason = await this.#ended.promise;
    clearTimeout(connecting);
    signal?.removeEventListener("abort", abort);
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
    socket.destroy();
    return { reason, isFruitless: this.#replies === 0, milliseconds: performance.now() - startedAt };
  }

  #sendMore(): void {
    while (this.#pending.size < this.#options.window && this.#queue.length > 0)
      this.#send(this.#queue.shift()!);
    if (this.#pending.size === 0) this.#ended.resolve("everything was asked");
  }

  #send(index: number): void {
    let id = randomInt(0x10000);
    while (this.#pending.has(id)) id = randomInt(0x10000);
    const timer = setTimeout(() => afterReading(() => this.#expire(id)), this.#options.timeout);
    this.#pending.set(id, { index, sentAt: performance.now(), timer });
    const query = writeQuery(this.#questions[index]!, id, this.#cookies!);
    this.#socket?.write(Buffer.concat([Buffer.from([query.length >> 8, query.length & 0xff]), query]));
  }

  /** Takes whole messages off the stream; each comes behind its length (RFC 1035 §4.2.2). */
  #receive(bytes: Buffer): void {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    while (this.#received.length >= 2) {
      const end = 2 + this.#received.readUInt16BE(0);
      if (this.#received.length < end) return;
      const message = this.#received.subarray(2, end);
      this.#received = this.#received.subarray(end);
      this.#take(message);
    }
  }

  #take(message: Uint8Array): void {
    const id = idOf(message);
    const pending = this.#pending.get(id);
    if (pending === undefined) return; // too late, or an answer to nobody's question
    const packet = readPacket(message, this.#questions[pending.index]!, this.#cookies!);
    switch (packet.kind) {
      case "foreign":
        pending.reason = packet.reason;
        return;
      case "truncated":
        this.#finish(id, pending, { outcome: "malformed", reason: "the reply is truncated, over TCP" });
        break;
      case "malformed":
        this.#finish(id, pending, { outcome: "malformed", reason: packet.reason });
        break;
      case "reply":
        this.#finish(id, pending, {
          ...packet.reply,
          transport: "tcp",
          fitsUdp: message.length <= MAX_UDP_PAYLOAD,
        });
        break;
      default:
        packet satisfies never;
    }
    this.#replies += 1;
    this.#silentInARow = 0;
    this.#sendMore();
  }

  #expire(id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    const reason = pending.reason ?? `no answer within ${this.#options.timeout} ms`;
    this.#finish(id, pending, { outcome: "no-reply", reason });
    this.#silentInARow += 1;
    if (this.#silentInARow >= SILENT_LIMIT) this.#ended.resolve(reason);
    else this.#sendMore();
  }

  #finish(id: number, { timer, index, sentAt }: Pending, answer: Untimed): void {
    clearTimeout(timer);
    this.#pending.delete(id);
    this.#options.settle(index, { ...answer, milliseconds: performance.now() - sentAt });
  }
}

type Untimed =
  | Omit<NoReply, "milliseconds">
  | Omit<Extract<Answer, { readonly outcome: "reply" }>, "milliseconds">;
