import type { Address } from "../address/address.ts";
import { readResolvConf } from "./resolv-conf.ts";

/** The resolvers that the system has at the time: its file is read again where it was read more than a minute ago. */
export function systemResolvers(
  read: () => string,
  now: () => number,
  complain: (text: string) => void,
): () => readonly Address[] {
  let known: readonly Address[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  let isTold = false;
  return () => {
    if (now() - readAt < MINUTE) return known;
    readAt = now();
    try {
      known = readResolvConf(read());
      if (known.length === 0) tell("it names none");
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
    return known;
  };

  function tell(reason: string): void {
    if (!isTold)
      complain(`Targets of ALIAS cannot be looked up by the resolvers of ${RESOLV_CONF}: ${reason}`);
    isTold = true;
  }
}

/** Where the system says whom to ask. */
export const RESOLV_CONF = "/etc/resolv.conf";
const MINUTE = 60_000; // milliseconds
