import { type Counters, PORT_DROPPED } from "../answer/counters.ts";
import type { Respond } from "../answer/respond.ts";

/**
 * A responder for UDP that says nothing to packets from ports that no resolver asks from. Behind them stand services that
 * answer whatever comes, so an answer there would go round for ever (CVE-2024-2169, "Loop DoS"), or hit somebody whose
 * address was made up. BIND drops those of 7, 13, 19, 37 and errors to 464 (`ns_client_dropport`).
 */
export function refusePorts(respond: Respond, counters: Counters): Respond {
  return (packet, length, out, limit, client) => {
    const port = client.port();
    if (port < IS_REFUSED.length && IS_REFUSED[port] !== 0) {
      counters[PORT_DROPPED]! += 1;
      return 0;
    }
    return respond(packet, length, out, limit, client);
  };
}

/** The ports. 53 is none of them: old resolvers ask from there. */
export const REFUSED_PORTS: readonly number[] = [
  0, // nobody can be answered there (IANA, "Service Name and Transport Protocol Port Number Registry")
  7, // echo (RFC 862)
  11, // active users (RFC 866)
  13, // daytime (RFC 867)
  17, // quote of the day (RFC 865)
  19, // character generator (RFC 864)
  37, // time (RFC 868)
  464, // kpasswd (RFC 3244), which answers errors with errors
];

const IS_REFUSED = new Uint8Array(512);
for (const port of REFUSED_PORTS) IS_REFUSED[port] = 1;
