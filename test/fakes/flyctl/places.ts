import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Transport } from "../../../src/verify/types.ts";

/** A port on a loopback address, for UDP and TCP alike. */
export interface Place {
  readonly address: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** A public address of an app, which leads to one machine for every query. */
export interface PublicPlace extends Place {
  /** Transports that it does not carry: queries over them are lost. */
  readonly dead: Set<Transport>;
}

/** What becomes of a query; undefined is silence. */
export type Handle = (query: Uint8Array, transport: Transport) => Promise<Uint8Array | undefined>;

/** Listens where nobody else does. */
export async function listenAt(address: string, handle: Handle): Promise<Place> {
  for (;;) {
    const tcp = createServer().listen(0, address);
    await once(tcp, "listening");
    const { port } = tcp.address() as { port: number }; // it listens on an address, so it is not a pipe's path
    const udp = createSocket("udp4");
    const bound = new Promise<boolean>((resolve) => {
      udp.once("listening", () => resolve(true)).once("error", () => resolve(false));
    });
    udp.bind(port, address);
    if (await bound) return serve(address, port, udp, tcp, handle);
    tcp.close(); // somebody else has the UDP port of that number
    udp.close();
  }
}

function serve(address: string, port: number, udp: UdpSocket, tcp: Server, handle: Handle): Place {
  const connections = new Set<Socket>();
  let isClosed = false;
  udp.on("message", (query, from) => {
    void handle(query, "udp").then((reply) => {
      if (reply !== undefined && !isClosed) udp.send(reply, from.port, from.address);
    });
  });
  tcp.on("connection", (socket) => {
    connections.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => connections.delete(socket));
    eachMessage(socket, (query) => {
      void handle(query, "tcp").then((reply) => {
        if (reply !== undefined && !socket.destroyed) socket.write(framed(reply));
      });
    });
  });
  return {
    address,
    port,
    async close() {
      isClosed = true;
      for (const socket of connections) socket.destroy();
      udp.close();
      tcp.close();
      await once(tcp, "close");
    },
  };
}

/** Asks a server on 127.0.0.1 once; undefined when it stays silent. */
export async function askOnce(
  port: number,
  query: Uint8Array,
  transport: Transport,
): Promise<Uint8Array | undefined> {
  return transport === "udp" ? await askUdp(port, query) : await askTcp(port, query);
}

const PATIENCE = 2_000; // milliseconds

function askUdp(port: number, query: Uint8Array): Promise<Uint8Array | undefined> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array | undefined>();
  const socket = createSocket("udp4");
  const timer = setTimeout(() => resolve(undefined), PATIENCE);
  socket.on("message", resolve).on("error", () => resolve(undefined));
  socket.connect(port, "127.0.0.1", () => socket.send(query));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.close();
  });
}

async function askTcp(port: number, query: Uint8Array): Promise<Uint8Array | undefined> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array | undefined>();
  const socket = connect(port, "127.0.0.1", () => socket.write(framed(query)));
  socket.setTimeout(PATIENCE, () => resolve(undefined));
  socket.on("error", () => resolve(undefined)).on("close", () => resolve(undefined));
  eachMessage(socket, resolve);
  return await promise.finally(() => socket.destroy());
}

/** Every message of a stream; each has its length before it (RFC 1035 §4.2.2). */
function eachMessage(socket: Socket, onMessage: (message: Uint8Array) => void): void {
  let rest = Buffer.alloc(0);
  socket.on("data", (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const length = rest.readUInt16BE(0);
      onMessage(Uint8Array.from(rest.subarray(2, 2 + length)));
      rest = rest.subarray(2 + length);
    }
  });
}

function framed(message: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(2 + message.length);
  frame.writeUInt16BE(message.length, 0);
  frame.set(message, 2);
  return frame;
}
