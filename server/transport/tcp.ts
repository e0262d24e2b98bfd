import { type AddressInfo, createServer, isIPv6, type Server, type Socket } from "node:net";
import { inAnyOf } from "../address/address-block.ts";
import { type Counters, makeCounters, RECEIVED_IPV6, TCP_ACCEPTED } from "../answer/counters.ts";
import { MAX_TCP_MESSAGE } from "../answer/limits.ts";
import type { Respond } from "../answer/respond.ts";
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
  const answer = (connection: Connection) => answerAll(connection, connections, turns, respond, counters);
  const isSender = inAnyOf(limits.headersFrom);
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    counters[TCP_ACCEPTED]! += 1;
    if (place.isProxied !== true) accept(socket, connections, answer);
    else
      acceptProxied(socket, connections, isSender, counters, (connection) =>
        begin(connection, connections, answer),
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
    const where = descriptor === undefined ? { host, port, ipv6Only: isIPv6(host) } : { fd: descriptor };
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

function accept(socket: Socket, connections: Connections, answer: (connection: Connection) => void): void {
  const connection = connections.open(socket);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => connections.forget(connection));
  begin(connection, connections, answer);
}

/** Takes questions from now on, beginning with what has come. */
function begin(
  connection: Connection,
  connections: Connections,
  answer: (connection: Connection) => void,
): void {
  const { socket } = connection;
  socket.on("data", (data: Uint8Array) => {
    addInput(connection, data);
    answer(connection);
  });
  socket.on("drain", () => {
    connections.touch(connection);
    answer(connection);
  });
  socket.on("end", () => {
    connection.ending = true;
    answer(connection);
  });
  if (connection.inputLength > 0) answer(connection);
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
  while (end > 0 && socket.writableLength <= MAX_UNSENT && turns.hasTime()) {
    if (answerOne(connection, input.subarray(at + FRAME_HEAD, end), respond)) hasAnswered = true;
    if (connection.isIpv6) counters[RECEIVED_IPV6]! += 1;
    at = end;
    end = nextFrame(input, at, inputLength);
  }
  socket.uncork();
  if (hasAnswered) connections.touch(connection); // what gets no answer is no use of it
  keepInput(connection, at);
  connections.weigh(connection);
  if (end > 0) {
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

function answerOne({ socket, client }: Connection, message: Uint8Array, respond: Respond): boolean {
  const length = respond(message, message.length, body, MAX_TCP_MESSAGE, client);
  if (length === 0) return false;
  frame[0] = length >>> 8;
  frame[1] = length;
  // The client may take it late, and `frame` is used for the next answer: this one needs its own copy.
  socket.write(Buffer.from(frame.subarray(0, FRAME_HEAD + length)));
  return true;
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
