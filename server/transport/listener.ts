import type { Address } from "../settings.ts";

/** Something that answers on an address until it is closed. */
export interface Listener {
  /** Where it listens, with the port that the system chose if port 0 was asked for. */
  readonly address: Address;
  /** Takes nothing more, finishes what is in flight. */
  readonly close: () => Promise<void>;
}
