import type { Socket } from "node:net";
import { type Counters, PROXY_CHECKS, PROXY_NO_HEADER, PROXY_STRANGER } from "../answer/counters.ts";
import { readProxyHeader } from "../query/proxy-header.ts";
import { addInput, keepInput } from "./connection-input.ts";
import type { Connection, Connections } from "./connections.ts";

/**
 * Takes a connection at a place for proxies: it must come from one of them and begin with a header of the PROXY protocol, and is
 * closed otherwise, without an answer ("The PROXY protocol", HAProxy, §4). What follows the header goes to `onHeader`. We ourselves may
 * ask as well, with LOCAL. Who ends without an octet has looked whether somebody is here. A header has as long as a question has.
 */
export function acceptProxied(
  socket: Socket,
  connections: Connections,
  isSender: (address: string) => boolean,
  counters: Counters,
  onHeader: (connection: Connection) => void,
): void {
  const { remoteAddress: from, localAddress: here } = socket;
  const isOwn = from !== undefined && from === here;
  if (from === undefined || !(isSender(from) || isOwn)) {
    counters[PROXY_STRANGER]! += 1;
    socket.destroy();
    return;
  }
  const connection = connections.open(socket, true);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => connections.forget(connection));
  socket.on("data", onData);
  socket.on("end", onEnd);

  function onData(data: Uint8Array): void {
    addInput(connection, data);
    const header = readProxyHeader(connection.input, connection.inputLength);
    if (header.kind === "partial") {
      connections.weigh(connection);
      return;
    }
    if (header.kind === "none" || (isOwn && !isSender(from!) && !header.isLocal)) {
      refuse();
      return;
    }
    socket.off("data", onData).off("end", onEnd);
    keepInput(connection, header.length);
    if (header.client !== undefined)
      connections.identify(connection, header.client.address, header.client.port);
    onHeader(connection);
  }

  function onEnd(): void {
    if (connection.inputLength > 0) refuse();
    else {
      counters[PROXY_CHECKS]! += 1;
      socket.end();
    }
  }

  function refuse(): void {
    counters[PROXY_NO_HEADER]! += 1;
    socket.destroy();
  }
}
