import { type Address, printAddress } from "../address/address.ts";

/** Something that answers on an address until it is closed. */
export interface Listener {
  /** Where it listens, with the port that the system chose if port 0 was asked for. */
  readonly address: Address;
  /** Takes nothing more, finishes what is in flight. */
  readonly close: () => Promise<void>;
}

/** Where a thread listens. */
export interface Place extends Address {
  /** The socket, when the main thread has opened it. It belongs to the thread from then on. */
  readonly descriptor?: number;
  /** Connections come from proxies, with a header of the PROXY protocol each. */
  readonly isProxied?: boolean;
}

/** That an address cannot be used, with the reason. */
export function cannotListen(address: Address, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`Cannot listen on ${printAddress(address)}: ${reason}`, { cause: error });
}
