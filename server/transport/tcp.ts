import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { inAnyOf } from "../address/address-block.ts";
import { isIpv6 } from "../address/ip-version.ts";
import { answer } from "../answer/answer.ts";
import { type Counters, makeCounters, RECEIVED_IPV6, TCP_ACCEPTED } from "../answer/counters.ts";
import { MAX_TCP_MESSAGE } from "../answer/limits.ts";
import type { Respond } from "../answer/respond.ts";
import type { MoreMessages } from "../answer/transfers.ts";
import type { TcpLimits } from "../settings/settings.ts";
import { addInput, keepInput } from "./connection-input.ts";
import { type Connection, Connections } from "./connections.ts";
import type { Listener, Place } from "./listener.ts";
import { acceptProxied } from "./proxied-tcp.ts";
import { makeTurns, type Turns } from "./turns.ts";

/**
 * Answers over TCP (RFC 7766): many questions on a connection, answered in order. Rejects when the address cannot be
 * used; a later error of the listening socket goes to `onError`. Connections are counted.
 */
export function listenTcp(
  place: Place,
  respond: Respond,
  limits: TcpLimits,
  onError: (error: Error) => void,
  counters: Counters = makeCounters(1)[0]!,
): Promise<Listener> {
  const connections = new Connections(limits, counters);
  const turns = makeTurns<Connection>(TURN, (connection) =>
    answerAll(connection, connections, turns, respond, counters),
  );
  const work: Work = {
    now: (connection) => answerAll(connection, connections, turns, respond, counters),
    later: turns.later,
  };
  const isSender = inAnyOf(limits.headersFrom);
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    counters[TCP_ACCEPTED]! += 1;
    if (place.isProxied !== true) accept(socket, connections, work);
    else
      acceptProxied(socket, connections, isSender, counters, (connection) =>
        begin(connection, connections, work),
      );
  });
  const sweep = setInterval(() => connections.closeIdle(), SWEEP_INTERVAL);
  sweep.unref();
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      clearInterval(sweep);
      reject(error);
    });
    const { host, port, descriptor } = place;
    const where = descriptor === undefined ? { host, port, ipv6Only: isIpv6(host) } : { fd: descriptor };
    server.listen(where, () => {
      server.removeAllListeners("error");
      server.on("error", onError);
      resolve({
        address: { host, port: (server.address() as AddressInfo).port }, // it is not a pipe
        close: () => {
          clearInterval(sweep);
          return closeAll(server, connections);
        },
      });
    });
  });
}

/** Answers that a client has not taken yet, in octets. Above that we take nothing more from this client. */
const MAX_UNSENT = 1 << 17;
/** How long answers are made before the loop gets to UDP and to other connections, in milliseconds. */
const TURN = 1;
const SWEEP_INTERVAL = 500;
/** How long clients may take to read their last answers when the server stops, in milliseconds. */
const STOP_GRACE = 2000;
const FRAME_HEAD = 2; // the length of a message stands before it (RFC 1035 §4.2.2)

// Answers are made here one at a time; respond is synchronous, so all connections share it.
const frame = new Uint8Array(FRAME_HEAD + MAX_TCP_MESSAGE);
const body = frame.subarray(FRAME_HEAD);

/** Has what came over a connection answered: now, or in the next turn. */
interface Work {
  readonly now: (connection: Connection) => void;
  readonly later: (connection: Connection) => void;
}

function accept(socket: Socket, connections: Connections, work: Work): void {
  const connection = connections.open(socket);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => connections.forget(connection));
  begin(connection, connections, work);
}

/** Takes questions from now on, beginning with what has come. */
function begin(connection: Connection, connections: Connections, { now, later }: Work): void {
  const { socket } = connection;
  socket.on("data", (data: Uint8Array) => {
    addInput(connection, data);
    now(connection);
  });
  socket.on("drain", () => {
    connections.touch(connection);
    // A long answer goes on in the next turn: a client that reads fast would have all of this one.
    if (connection.rest !== undefined) later(connection);
    else now(connection);
  });
  socket.on("end", () => {
    connection.ending = true;
    now(connection);
  });
  if (connection.inputLength > 0) now(connection);
}

/** Answers the whole messages that have come, as long as there is time and the client takes the answers. */
function answerAll(
  connection: Connection,
  connections: Connections,
  turns: Turns<Connection>,
  respond: Respond,
  counters: Counters,
): void {
  const { socket, input, inputLength } = connection;
  if (socket.destroyed || socket.writableEnded) return;
  let at = 0;
  let hasAnswered = false;
  let end = nextFrame(input, at, inputLength);
  socket.cork();
  while (
    (end > 0 || connection.rest !== undefined) &&
    socket.writableLength <= MAX_UNSENT &&
    turns.hasTime()
  ) {
    if (connection.rest !== undefined) {
      if (!answerOn(connection, connection.rest)) return;
      hasAnswered = true;
      continue;
    }
    if (answerOne(connection, input.subarray(at + FRAME_HEAD, end), respond)) hasAnswered = true;
    if (connection.isIpv6) counters[RECEIVED_IPV6]! += 1;
    at = end;
    end = nextFrame(input, at, inputLength);
  }
  socket.uncork();
  if (hasAnswered) connections.touch(connection); // what gets no answer is no use of it
  keepInput(connection, at);
  connections.weigh(connection);
  if (end > 0 || connection.rest !== undefined) {
    socket.pause();
    // A client that takes no answers says itself when it does, by "drain".
    if (socket.writableLength <= MAX_UNSENT) turns.later(connection);
  } else if (connection.ending) socket.end();
  else socket.resume();
}

/** Where the message that begins at `at` ends, 0 while it is not whole. */
function nextFrame(input: Uint8Array, at: number, length: number): number {
  if (at + FRAME_HEAD > length) return 0;
  const end = at + FRAME_HEAD + ((input[at]! << 8) | input[at + 1]!);
  return end <= length ? end : 0;
}

function answerOne(connection: Connection, message: Uint8Array, respond: Respond): boolean {
  answer.rest = undefined;
  const length = respond(message, message.length, body, MAX_TCP_MESSAGE, connection.client);
  connection.rest = answer.rest;
  answer.rest = undefined; // it has tables
  if (length === 0) return false;
  send(connection.socket, length);
  return true;
}

/** Sends one more message of an answer. False where the answer cannot be ended, and so the connection is. */
function answerOn(connection: Connection, rest: MoreMessages): boolean {
  const length = rest.next(body);
  if (length < 0) {
    connection.socket.destroy();
    return false;
  }
  if (length === 0) {
    rest.close();
    connection.rest = undefined;
  } else send(connection.socket, length);
  return true;
}

/** Sends what stands in `body`. */
function send(socket: Socket, length: number): void {
  frame[0] = length >>> 8;
  frame[1] = length;
  // The client may take it late, and `frame` is used for the next answer: this one needs its own copy.
  socket.write(Buffer.from(frame.subarray(0, FRAME_HEAD + length)));
}

/** Stops listening, and closes each connection once its client has its answers. */
function closeAll(server: Server, connections: Connections): Promise<void> {
  return new Promise((resolve) => {
    const grace = setTimeout(() => {
      for (const socket of connections.sockets()) socket.destroy();
    }, STOP_GRACE);
    server.close(() => {
      clearTimeout(grace);
      resolve();
    });
    for (const socket of connections.sockets()) socket.destroySoon();
  });
}
