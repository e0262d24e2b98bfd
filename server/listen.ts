import type { Respond } from "./respond.ts";
import { type Address, printAddress, type TcpLimits } from "./settings.ts";
import type { Listener } from "./transport/listener.ts";
import { listenTcp } from "./transport/tcp.ts";
import { listenUdp } from "./transport/udp-portable.ts";

/**
 * Answers on an address over UDP and, on the same port, over TCP. With port 0 that is one the system has free for
 * both. Rejects with the address and the reason when it cannot be used.
 */
export async function listen(
  address: Address,
  respond: Respond,
  limits: TcpLimits,
  onError: (error: Error) => void,
): Promise<Listener> {
  for (let tries = 1; ; tries++) {
    const udp = await listenUdp(address, respond, onError).catch((error) => {
      throw cannotListen(address, error);
    });
    try {
      const tcp = await listenTcp(udp.address, respond, limits, onError);
      return {
        address: udp.address,
        close: async () => {
          await Promise.all([udp.close(), tcp.close()]);
        },
      };
    } catch (error) {
      await udp.close();
      // A port that is free for UDP may be taken for TCP; where any will do, another may not be.
      if (address.port !== 0 || tries === MAX_TRIES) throw cannotListen(udp.address, error);
    }
  }
}

const MAX_TRIES = 20;

function cannotListen(address: Address, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`Cannot listen on ${printAddress(address)}: ${reason}`, { cause: error });
}
