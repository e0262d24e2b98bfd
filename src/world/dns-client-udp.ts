import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { BADCOOKIE } from "../../dns/message-rcode.ts";
import type { Answer, Nameserver, Question, Reply } from "../verify/types.ts";
import { type CookieJar, cookiesOf } from "./dns-client-cookies.ts";
import { afterReading } from "./dns-client-deadline.ts";
import { describeSystemError } from "./dns-client-error.ts";
import { idOf, type Packet, readPacket, writeQuery } from "./dns-client-query.ts";

/** What came of a question over UDP: an answer, or word that it is too long for UDP. */
export type UdpAnswer = Answer | { readonly outcome: "truncated"; readonly milliseconds: number };

/** How to ask. */
export interface UdpOptions {
  /** Milliseconds to wait for an answer before the question is sent again, and after the last time. */
  readonly timeout: number;
  /** How often to send a question. */
  readonly tries: number;
  readonly onDone?: (count: number) => void;
  /** Ends it: what has no answer yet gets none. */
  readonly signal?: AbortSignal;
}

/**
 * Asks all questions over one socket, several at a time, and gives the answers in their order. The socket is
 * connected, so that the system drops packets from anywhere else and tells of a closed port; ids are random.
 */
export async function askOverUdp(
  nameserver: Nameserver,
  questions: readonly Question[],
  options: UdpOptions,
): Promise<UdpAnswer[]> {
  if (questions.length === 0) return [];
  const exchange = new UdpExchange(questions, options);
  try {
    return await exchange.run(nameserver);
  } finally {
    exchange.close();
  }
}

const WINDOW = 32; // questions under way at a time: little enough for any server's socket buffer
const SILENT_LIMIT = 3; // questions without an answer in a row, after which a silent server is given up

interface Pending {
  readonly index: number;
  readonly sentAt: number;
  readonly query: Uint8Array;
  timer: NodeJS.Timeout;
  triesLeft: number;
  /** It was sent again with the cookie that came with BADCOOKIE. */
  readonly hasNewCookie?: boolean;
  /** Why the packets that came for it were no answer. */
  reason?: string;
}

class UdpExchange {
  readonly #questions: readonly Question[];
  readonly #options: UdpOptions;
  readonly #answers: UdpAnswer[] = [];
  readonly #pending = new Map<number, Pending>();
  readonly #finished = Promise.withResolvers<UdpAnswer[]>();
  #socket: Socket | undefined;
  #cookies: CookieJar | undefined;
  /** The next question to send. */
  #next = 0;
  /** Questions without an answer yet. */
  #left: number;
  #silentInARow = 0;
  #lastReplyAt = performance.now();
  /** Why nothing is sent any more. */
  #givenUp: string | undefined;

  constructor(questions: readonly Question[], options: UdpOptions) {
    this.#questions = questions;
    this.#options = options;
    this.#left = questions.length;
  }

  run(nameserver: Nameserver): Promise<UdpAnswer[]> {
    const { address, port } = nameserver;
    this.#cookies = cookiesOf(nameserver);
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    this.#socket = socket;
    this.#options.signal?.addEventListener("abort", this.#abort);
    socket.on("message", (bytes) => this.#receive(bytes));
    socket.on("error", (error) => this.#fail(error));
    // Node hands over the error here, against its types.
    socket.connect(port, address, (error?: Error) => (error ? this.#fail(error) : this.#goOn()));
    return this.#finished.promise;
  }

  close(): void {
    this.#options.signal?.removeEventListener("abort", this.#abort);
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
    this.#socket?.close();
  }

  /**
   * Keeps the window full, except while it is in doubt whether the server is still there; when it was given up, the
   * questions left are not asked.
   */
  #goOn(): void {
    const { length } = this.#questions;
    if (this.#givenUp === undefined) {
      if (this.#silentInARow > 0 && this.#pending.size > 0) return;
      while (this.#pending.size < WINDOW && this.#next < length) this.#begin(this.#next++);
    } else {
      const answer = { outcome: "not-asked", reason: this.#givenUp, milliseconds: 0 } as const;
      while (this.#next < length) this.#settle(this.#next++, answer);
    }
    if (this.#left === 0) this.#finished.resolve(this.#answers);
  }

  #begin(index: number): void {
    let id = randomInt(0x10000);
    while (this.#pending.has(id)) id = randomInt(0x10000);
    const query = writeQuery(this.#questions[index]!, id, this.#cookies!);
    const { tries: triesLeft } = this.#options;
    const sentAt = performance.now();
    this.#send(id, { index, sentAt, query, timer: this.#timer(id), triesLeft });
  }

  /** The same packet each time, so that a slow answer to an earlier one counts as well. */
  #send(id: number, pending: Pending): void {
    pending.triesLeft -= 1;
    this.#pending.set(id, pending);
    this.#socket?.send(pending.query, (error) => {
      if (error) this.#fail(error);
    });
  }

  /** The reply said that the cookie is not good, and brought one that is. */
  #sendWithNewCookie(id: number, pending: Pending): void {
    clearTimeout(pending.timer);
    const query = writeQuery(this.#questions[pending.index]!, id, this.#cookies!);
    const triesLeft = pending.triesLeft + 1; // it was no silence
    this.#send(id, { ...pending, query, triesLeft, timer: this.#timer(id), hasNewCookie: true });
  }

  #timer(id: number): NodeJS.Timeout {
    return setTimeout(() => afterReading(() => this.#expire(id)), this.#options.timeout);
  }

  #receive(bytes: Uint8Array): void {
    const id = idOf(bytes);
    const pending = this.#pending.get(id);
    if (pending === undefined) return; // too late, or an answer to nobody's question
    const packet = readPacket(bytes, this.#questions[pending.index]!, this.#cookies!);
    if (packet.kind === "foreign") {
      pending.reason = packet.reason;
      return;
    }
    this.#silentInARow = 0;
    this.#lastReplyAt = performance.now();
    const isBadCookie = packet.kind === "reply" && packet.reply.rcode === BADCOOKIE;
    // Who does not like the cookie that it gave is asked over TCP, where none is needed (RFC 7873 §5.3).
    if (isBadCookie && !pending.hasNewCookie) this.#sendWithNewCookie(id, pending);
    else this.#finish(id, pending, isBadCookie ? { outcome: "truncated" } : answerOf(packet));
    this.#goOn();
  }

  #expire(id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    if (pending.triesLeft > 0) {
      pending.timer = this.#timer(id);
      this.#send(id, pending);
      return;
    }
    const { timeout, tries } = this.#options;
    this.#silentInARow += 1;
    if (this.#silentInARow >= SILENT_LIMIT && performance.now() - this.#lastReplyAt >= timeout) {
      this.#givenUp ??= `not asked, because ${this.#silentInARow} questions in a row had no answer`;
    }
    const reason = pending.reason ?? `no answer within ${timeout * tries} ms`;
    this.#finish(id, pending, { outcome: "no-reply", reason });
    this.#goOn();
  }

  readonly #abort = (): void => this.#fail(new Error("nobody waits for it any more"));

  /** The system says that nothing arrives: the questions under way are lost, and the others are not worth sending. */
  #fail(error: Error): void {
    const reason = describeSystemError(error);
    this.#givenUp ??= `not asked, because ${reason}`;
    const lost = { outcome: "no-reply", reason } as const;
    if (this.#next === 0) this.#settle(this.#next++, { ...lost, milliseconds: 0 });
    for (const [id, pending] of this.#pending) this.#finish(id, pending, lost);
    this.#goOn();
  }

  #finish(id: number, { timer, index, sentAt }: Pending, answer: Untimed): void {
    clearTimeout(timer);
    this.#pending.delete(id);
    this.#settle(index, { ...answer, milliseconds: performance.now() - sentAt });
  }

  #settle(index: number, answer: UdpAnswer): void {
    this.#answers[index] = answer;
    this.#left -= 1;
    // A truncated answer is not done with: it is asked for again over TCP.
    if (answer.outcome !== "truncated") this.#options.onDone?.(1);
  }
}

type Untimed =
  | Omit<Reply, "milliseconds">
  | { readonly outcome: "no-reply" | "malformed"; readonly reason: string }
  | { readonly outcome: "truncated" };

function answerOf(packet: Exclude<Packet, { readonly kind: "foreign" }>): Untimed {
  switch (packet.kind) {
    case "truncated":
      return { outcome: "truncated" };
    case "malformed":
      return { outcome: "malformed", reason: packet.reason };
    case "reply":
      return { ...packet.reply, transport: "udp" };
    default:
      return packet satisfies never;
  }
}
