import type { Address } from "../address/address.ts";
import { isEveryAddress } from "../address/every-address.ts";
import { isIpv6 } from "../address/ip-version.ts";
import { writeAddress } from "../query/client.ts";
import type { Libc } from "./libc.ts";

/** A socket that is bound. */
export interface OpenSocket {
  readonly descriptor: number;
  /** Its port, chosen by the system if port 0 was asked for. */
  readonly port: number;
}

/**
 * Opens UDP sockets on one address, for as many threads: the system spreads what comes over them. Throws where the
 * address cannot be used, or somebody else uses it. The host is an IP address.
 */
export function openUdp(libc: Libc, address: Address, count: number): readonly OpenSocket[] {
  const sockets: OpenSocket[] = [];
  try {
    // The first is bound alone, so that nobody else is there; a port that it shares then is ours.
    sockets.push(bindUdp(libc, address, false));
    const { descriptor, port } = sockets[0]!;
    setFlag(libc, descriptor, SOL_SOCKET, SO_REUSEPORT);
    while (sockets.length < count) sockets.push(bindUdp(libc, { ...address, port }, true));
    return sockets;
  } catch (error) {
    closeSockets(libc, sockets);
    throw error;
  }
}

/** Opens a TCP socket that listens. Throws where the address cannot be used. The host is an IP address. */
export function openTcp(libc: Libc, address: Address): OpenSocket {
  const descriptor = makeSocket(libc, address, SOCK_STREAM);
  return closedOnError(libc, descriptor, () => {
    // Otherwise a server that is started again would wait for the last connections of the one before.
    setFlag(libc, descriptor, SOL_SOCKET, SO_REUSEADDR);
    // Each connection has these as its own. Left alone, the system lets them grow to megabytes for who never reads.
    setNumber(libc, descriptor, SOL_SOCKET, SO_RCVBUF, TCP_QUESTIONS);
    setNumber(libc, descriptor, SOL_SOCKET, SO_SNDBUF, TCP_ANSWERS);
    const port = bindTo(libc, descriptor, address);
    libc.check("listen", libc.call.listen(descriptor, BACKLOG));
    return { descriptor, port };
  });
}

/** Closes them. */
export function closeSockets(libc: Libc, sockets: readonly OpenSocket[]): void {
  for (const { descriptor } of sockets) libc.call.close(descriptor);
}

/** How long a thread waits for a packet, and how long for room to send, in microseconds: then it looks around. */
const PATIENCE = 100_000;
/** Octets of packets that may wait while a thread is busy; the system may give less. */
const RECEIVE_BUFFER = 1 << 20;
/** Octets of questions, and of answers, that the system holds for a connection: one of the longest questions, two of the longest answers. */
const TCP_QUESTIONS = 1 << 16;
const TCP_ANSWERS = 1 << 17;
/** Connections that wait to be taken; the system may take less. */
const BACKLOG = 511;

// Numbers of Linux.
const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const SO_REUSEPORT = 15;
const SO_RCVTIMEO = 20;
const SO_SNDTIMEO = 21;
const IPPROTO_IP = 0;
const IP_PKTINFO = 8;
const IP_MTU_DISCOVER = 10;
const IPPROTO_IPV6 = 41;
const IPV6_MTU_DISCOVER = 23;
const IPV6_V6ONLY = 26;
const IPV6_RECVPKTINFO = 49;
/** What is said about smaller paths is not believed: anybody can say it, and our answers fit every path (RFC 9715). */
const PMTUDISC_OMIT = 5;

function bindUdp(libc: Libc, address: Address, isShared: boolean): OpenSocket {
  const descriptor = makeSocket(libc, address, SOCK_DGRAM);
  return closedOnError(libc, descriptor, () => {
    if (isShared) setFlag(libc, descriptor, SOL_SOCKET, SO_REUSEPORT);
    const patience = new BigInt64Array([0n, BigInt(PATIENCE)]); // struct timeval
    for (const option of [SO_RCVTIMEO, SO_SNDTIMEO]) {
      libc.check(
        "setsockopt",
        libc.call.setsockopt(descriptor, SOL_SOCKET, option, patience, patience.byteLength),
      );
    }
    setNumber(libc, descriptor, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER);
    const isV6 = isIpv6(address.host);
    if (isV6) setNumber(libc, descriptor, IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_OMIT);
    else setNumber(libc, descriptor, IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_OMIT);
    // Before the first packet comes, so that each tells where it went.
    if (isEveryAddress(address.host) && isV6) setFlag(libc, descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO);
    else if (isEveryAddress(address.host)) setFlag(libc, descriptor, IPPROTO_IP, IP_PKTINFO);
    return { descriptor, port: bindTo(libc, descriptor, address) };
  });
}

function makeSocket(libc: Libc, { host }: Address, type: number): number {
  const family = isIpv6(host) ? AF_INET6 : AF_INET;
  return libc.check("socket", libc.call.socket(family, type | SOCK_CLOEXEC, 0));
}

function bindTo(libc: Libc, descriptor: number, address: Address): number {
  const name = socketAddress(libc, address);
  if (isIpv6(address.host)) setFlag(libc, descriptor, IPPROTO_IPV6, IPV6_V6ONLY);
  libc.check("bind", libc.call.bind(descriptor, name, name.length));
  const length = new Uint32Array([name.length]);
  libc.check("getsockname", libc.call.getsockname(descriptor, name, length));
  return (name[2]! << 8) | name[3]!;
}

/** A struct sockaddr_in or sockaddr_in6: family, port, then what the family has. */
function socketAddress(libc: Libc, { host, port }: Address): Uint8Array {
  const isV6 = isIpv6(host);
  const name = new Uint8Array(isV6 ? 28 : 16);
  name[0] = isV6 ? AF_INET6 : AF_INET;
  name[2] = port >>> 8;
  name[3] = port;
  writeAddress(host, name, isV6 ? 8 : 4);
  const [, zone] = host.split("%"); // fe80::1%eth0 (RFC 4007 §11)
  if (zone !== undefined) new DataView(name.buffer).setUint32(24, zoneIndex(libc, zone), true);
  return name;
}

function zoneIndex(libc: Libc, zone: string): number {
  return /^[0-9]+$/.test(zone) ? Number(zone) : libc.call.if_nametoindex(zone);
}

function setFlag(libc: Libc, descriptor: number, level: number, option: number): void {
  libc.check("setsockopt", setNumber(libc, descriptor, level, option, 1));
}

function setNumber(libc: Libc, descriptor: number, level: number, option: number, value: number): number {
  return libc.call.setsockopt(descriptor, level, option, new Int32Array([value]), 4);
}

function closedOnError<Result>(libc: Libc, descriptor: number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    libc.call.close(descriptor);
    throw error;
  }
}
