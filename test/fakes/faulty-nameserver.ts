import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { CLASS_IN } from "../../dns/classes.ts";
import { decodeMessage, encodeMessage, type Message, NO_FLAGS } from "../../dns/message.ts";
import { NSID } from "../../dns/message-edns.ts";
import { isAtOrBelow, keyOf, type Name } from "../../dns/name.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { typeOf } from "../zone-text.ts";

/** What is wrong with a nameserver. Without any of these it is right, for zones without wildcards and aliases. */
export interface Fault {
  /** Transports whose port is closed. */
  readonly closed?: readonly Transport[];
  /** Questions that it does not answer. */
  readonly silent?: (query: Message, transport: Transport) => boolean;
  /** Makes a reply wrong. */
  readonly change?: (reply: Message) => Message;
  /** Questions whose answers it withholds over UDP, with TC, as who limits its rate. */
  readonly limited?: (query: Message) => boolean;
  /** Makes a packet wrong. */
  readonly garble?: (packet: Uint8Array) => Uint8Array;
  /** Milliseconds that every answer takes. */
  readonly delay?: number;
  /** Answers after which it closes a TCP connection. */
  readonly closeAfter?: number;
  /** Sends over TCP in pieces of so many octets. */
  readonly pieces?: number;
  /** Sends the answers over TCP two by two, the second one first. */
  readonly swaps?: boolean;
}

/** A nameserver on the loopback address; whoever starts it stops it. */
export interface FaultyNameserver {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

type Transport = "udp" | "tcp";

/** Starts a nameserver that answers from the zone, with the fault. */
export async function startFaultyNameserver(zone: Zone, fault: Fault = {}): Promise<FaultyNameserver> {
  const { closed = [] } = fault;
  const { tcp, udp, port } = await bindBoth();
  const connections = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const later = (send: () => void) => {
    if (fault.delay === undefined) return send();
    timers.add(setTimeout(send, fault.delay));
  };
  udp.on("message", (packet, { port: from, address }) => {
    const reply = respond(packet, "udp", zone, fault);
    if (reply !== undefined) later(() => udp.send(reply, from, address));
  });
  tcp.on("connection", (socket) => {
    connections.add(socket);
    socket.setNoDelay(true).on("error", () => socket.destroy());
    const send = sender(socket, fault);
    serve(socket, (packet) => {
      const reply = respond(packet, "tcp", zone, fault);
      if (reply !== undefined) later(() => send(reply));
    });
  });
  if (closed.includes("udp")) udp.close();
  if (closed.includes("tcp")) tcp.close();
  return { port, stop };

  async function stop(): Promise<void> {
    for (const timer of timers) clearTimeout(timer);
    for (const socket of connections) socket.destroy();
    if (!closed.includes("udp")) udp.close();
    if (!closed.includes("tcp")) {
      tcp.close();
      await once(tcp, "close");
    }
  }
}

const A = typeOf("A");
const NS = typeOf("NS");
const DS = typeOf("DS");
const SOA = typeOf("SOA");

/** A port that is free for both transports. */
async function bindBoth(): Promise<{ tcp: Server; udp: UdpSocket; port: number }> {
  for (;;) {
    const tcp = createServer().listen(0, "127.0.0.1");
    await once(tcp, "listening");
    const address = tcp.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const udp = createSocket("udp4");
    udp.bind(port, "127.0.0.1");
    try {
      await once(udp, "listening");
      return { tcp, udp, port };
    } catch {
      tcp.close(); // somebody else has the UDP port of that number
      udp.close();
    }
  }
}

function respond(packet: Uint8Array, transport: Transport, zone: Zone, fault: Fault): Uint8Array | undefined {
  const query = decodeMessage(packet);
  if ("fault" in query || fault.silent?.(query, transport) === true) return undefined;
  const reply = answer(query, zone);
  const bytes = encodeMessage(fault.change?.(reply) ?? reply);
  const limit = transport === "udp" ? (query.edns?.size ?? 512) : Number.POSITIVE_INFINITY;
  const isLimited = transport === "udp" && fault.limited?.(query) === true;
  const fitting = bytes.length <= limit && !isLimited ? bytes : encodeMessage(truncated(reply));
  return fault.garble?.(fitting) ?? fitting;
}

/** The plain cases of RFC 1034 §4.3.2: a referral, an RRset, no such type, no such name. */
function answer(query: Message, { origin, records }: Zone): Message {
  const [{ name, type } = { name: origin, type: A }] = query.question;
  const wire = (found: readonly ZoneRecord[]) => found.map((record) => ({ ...record, class: CLASS_IN }));
  const at = (owner: Name, wanted: number) =>
    records.filter((record) => record.type === wanted && keyOf(record.owner) === keyOf(owner));
  const reply = {
    ...query,
    rcode: 0,
    flags: { ...NO_FLAGS, qr: true, aa: true },
    edns: { version: 0, size: 1232, do: false, options: [{ code: NSID, data: "faulty" }] },
  };
  const cut = records.find(
    (record) =>
      record.type === NS &&
      keyOf(record.owner) !== keyOf(origin) &&
      isAtOrBelow(name, record.owner) &&
      (type !== DS || keyOf(record.owner) !== keyOf(name)),
  );
  if (cut !== undefined) {
    const authority = at(cut.owner, NS);
    const additional = authority.flatMap(({ rdata }) => at(rdata as Name, A)); // rdata of NS is a name
    const flags = { ...reply.flags, aa: false };
    return { ...reply, flags, authority: wire(authority), additional: wire(additional) };
  }
  const rrset = at(name, type);
  if (rrset.length > 0) return { ...reply, answer: wire(rrset) };
  const authority = wire(at(origin, SOA)).map((soa) => ({ ...soa, ttl: 60 }));
  const exists = records.some(({ owner }) => isAtOrBelow(owner, name));
  return { ...reply, rcode: exists ? 0 : 3, authority };
}

function truncated(reply: Message): Message {
  return { ...reply, flags: { ...reply.flags, tc: true }, answer: [], authority: [], additional: [] };
}

/** Hands over each message of the stream. */
function serve(socket: Socket, take: (packet: Uint8Array) => void): void {
  let received: Buffer = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    received = Buffer.concat([received, bytes]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      take(received.subarray(2, end));
      received = received.subarray(end);
    }
  });
}

/** Writes messages behind their lengths, with the faults that a stream can have. */
function sender(
  socket: Socket,
  { closeAfter, pieces = 0xffff, swaps = false }: Fault,
): (message: Uint8Array) => void {
  let sent = 0;
  let held: Buffer | undefined;
  return (message) => {
    const frame = Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message]);
    if (swaps && held === undefined) {
      held = frame;
      return;
    }
    const bytes = Buffer.concat([frame, held ?? Buffer.alloc(0)]);
    held = undefined;
    for (let at = 0; at < bytes.length && socket.writable; at += pieces)
      socket.write(bytes.subarray(at, at + pieces));
    sent += 1;
    if (sent === closeAfter) socket.end();
  };
}
