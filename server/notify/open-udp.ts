import { createSocket } from "node:dgram";
import type { Address } from "../address/address.ts";
import { isIpv6 } from "../address/ip-version.ts";

/** Messages to and from one address. */
export interface MessageSocket {
  readonly send: (message: Uint8Array) => void;
  readonly close: () => void;
}

/** Opens one. What comes from another address is not heard; errors are told, and sending again tries again. */
export type OpenSocket = (
  address: Address,
  onMessage: (message: Uint8Array) => void,
  onError: (error: Error) => void,
) => MessageSocket;

/** Over UDP, from a port that the system chooses. */
export const openUdp: OpenSocket = ({ host, port }, onMessage, onError) => {
  const socket = createSocket({ type: isIpv6(host) ? "udp6" : "udp4" });
  let state: "closed" | "connecting" | "connected" = "closed";
  let waiting: Uint8Array[] = [];
  socket.on("message", onMessage);
  socket.on("connect", () => {
    state = "connected";
    for (const message of waiting) socket.send(message, ignore);
    waiting = [];
  });
  socket.on("error", (error) => {
    if (state === "connecting") state = "closed";
    waiting = [];
    onError(error);
  });
  return {
    send: (message) => {
      if (state === "connected") return socket.send(message, ignore);
      waiting.push(message);
      if (state === "closed") {
        state = "connecting";
        socket.connect(port, host);
      }
    },
    close: () => void socket.close(),
  };
};

/** What was not sent is sent again as what was lost. */
function ignore(): void {}
