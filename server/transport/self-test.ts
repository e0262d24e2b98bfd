import { address, BATCH, makeDatagrams, receivedLength } from "./datagrams.ts";
import type { Libc } from "./libc.ts";
import { closeSockets, openUdp } from "./open-socket.ts";

/**
 * Sends packets to itself over the loopback address, in the way of `answerBatches`, and answers one: what is wrong with
 * the calls of libc on this machine, undefined when all is well.
 */
export function findFault(libc: Libc): string | undefined {
  try {
    const sockets = openUdp(libc, { host: "127.0.0.1", port: 0 }, 1);
    const [{ descriptor, port }] = sockets as [(typeof sockets)[0]]; // one was asked for
    try {
      return exchange(libc, descriptor, port);
    } finally {
      closeSockets(libc, sockets);
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const AF_INET = 2;
const KIND = { isIpv6: false, isEveryAddress: false };
const MSG_WAITFORONE = 0x10000n;
const QUESTION = Buffer.from("question");
const ANSWER = Buffer.from("answer");

function exchange(libc: Libc, descriptor: number, port: number): string | undefined {
  const datagrams = makeDatagrams(KIND, libc.addressOf);
  const { received, toSend, words, packets, clients } = datagrams;
  clients[0]!.set([AF_INET, 0, port >>> 8, port, 127, 0, 0, 1]);
  // The first goes where we say, the second back to where the first came from.
  for (const sent of [QUESTION, ANSWER]) {
    packets[0]!.set(sent);
    address(datagrams, 0, 0, sent.length);
    libc.check("sendmmsg", libc.call.sendmmsg(BigInt(descriptor), toSend[0]!, 1n, 0n));
    clients[0]!.fill(0);
    const count = libc.check(
      "recvmmsg",
      libc.call.recvmmsg(BigInt(descriptor), received, BigInt(BATCH), MSG_WAITFORONE, 0n),
    );
    const came = packets[0]!.subarray(0, receivedLength(words, 0));
    if (count !== 1 || Buffer.compare(came, sent) !== 0)
      return "a packet to ourselves did not arrive as sent";
  }
  return undefined;
}
