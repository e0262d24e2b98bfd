import type { Socket } from "node:net";
import type { Clients } from "./clients.ts";
import { BIG_QUESTION, countMessages, QUESTION } from "./messages.ts";

/** A way to abuse a server over TCP. */
export interface Scenario {
  readonly name: string;
  /** Clients in a full run. */
  readonly clients: number;
  /**
   * Does it with so many clients, from one address or from one each. Resolves when the worst is under way, to what was
   * answered and what should have been, where that can be told.
   */
  readonly begin: (
    clients: Clients,
    count: number,
    isFromOneAddress: boolean,
  ) => Promise<{ readonly answered: number; readonly asked: number } | undefined>;
}

/** Each is run against a server of its own. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "opened and left",
    clients: 10_000,
    begin: async (clients, count, isFromOneAddress) => {
      await clients.connectMany(count, isFromOneAddress);
      return undefined;
    },
  },
  {
    name: "one octet at a time",
    clients: 500,
    begin: async (clients, count, isFromOneAddress) => {
      for (const socket of await clients.connectMany(count, isFromOneAddress)) trickle(socket);
      return undefined;
    },
  },
  {
    name: "half closed",
    clients: 900,
    begin: async (clients, count, isFromOneAddress) => {
      const sockets = await clients.connectMany(count, isFromOneAddress);
      const answered = await Promise.all(
        sockets.map((socket) => {
          socket.end(QUESTION);
          return countAnswers(socket, 1);
        }),
      );
      return { answered: sum(answered), asked: count };
    },
  },
  {
    name: "asking and never reading",
    clients: 1000,
    begin: async (clients, count, isFromOneAddress) => {
      for (const socket of await clients.connectMany(count, isFromOneAddress)) {
        socket.pause();
        askWithoutEnd(socket);
      }
      return undefined;
    },
  },
  {
    name: "lengths of nothing",
    clients: 900,
    begin: async (clients, count, isFromOneAddress) => {
      const sockets = await clients.connectMany(count, isFromOneAddress);
      for (const [number, socket] of sockets.entries()) socket.write(GARBAGE[number % GARBAGE.length]!);
      return undefined;
    },
  },
  {
    name: "many questions at once",
    clients: 50,
    begin: async (clients, count, isFromOneAddress) => {
      const sockets = await clients.connectMany(count, isFromOneAddress);
      const questions = Buffer.concat(Array.from({ length: FLOOD }, () => QUESTION));
      const answered = await Promise.all(
        sockets.map((socket) => {
          socket.write(questions);
          return countAnswers(socket, FLOOD);
        }),
      );
      return { answered: sum(answered), asked: count * FLOOD };
    },
  },
  {
    name: "opened and reset",
    clients: 5000,
    begin: async (clients, count, isFromOneAddress) => {
      for (let number = 0; number < count; number++) {
        const socket = await clients.connect(isFromOneAddress ? undefined : number);
        socket.write(QUESTION);
        socket.resetAndDestroy();
      }
      return undefined;
    },
  },
];

/** Questions in a flood, from each client. */
const FLOOD = 2000;
/** Milliseconds between two octets: a question takes longer than an idle connection may. */
const TRICKLE = 200;

/** A length of 65535 with little behind it, lengths of 0, a message of random octets, half a length. */
const GARBAGE: readonly Buffer[] = [
  Buffer.from([0xff, 0xff, 1, 2, 3]),
  Buffer.alloc(20_000),
  Buffer.concat([
    Buffer.from([0, 200]),
    Buffer.from(Array.from({ length: 200 }, (_, index) => (index * 151) & 0xff)),
  ]),
  Buffer.from([0]),
];

function trickle(socket: Socket): void {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(QUESTION.subarray(at, at + 1));
    at = (at + 1) % QUESTION.length;
  }, TRICKLE);
  socket.once("close", () => clearInterval(timer));
}

/** Keeps on for as long as the server takes it. */
function askWithoutEnd(socket: Socket): void {
  const questions = Buffer.concat(Array.from({ length: 100 }, () => BIG_QUESTION));
  const ask = () => {
    while (!socket.destroyed && socket.write(questions));
  };
  socket.on("drain", ask);
  ask();
}

/** The answers that come until there are so many, or until the end. */
function countAnswers(socket: Socket, expected: number): Promise<number> {
  let [answered, rest] = [0, Buffer.alloc(0)];
  return new Promise((resolve) => {
    socket.on("data", (data: Uint8Array) => {
      const received = Buffer.concat([rest, data]);
      const { messages, octets } = countMessages(received);
      rest = received.subarray(octets);
      answered += messages;
      if (answered >= expected) resolve(answered);
    });
    socket.once("close", () => resolve(answered));
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
