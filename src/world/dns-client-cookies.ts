import { randomBytes } from "node:crypto";
import type { EdnsOption } from "../../dns/message-edns.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Nameserver } from "../verify/types.ts";

/** The code of the cookie option (RFC 7873 §4). */
export const COOKIE = 10;

/** The cookies of one nameserver (RFC 7873): ours, and the one that it gave for it. */
export interface CookieJar {
  /** What goes into the next question: our cookie, with the server's as soon as it has given one. */
  readonly cookie: () => Octets;
  /** Takes the server's cookie out of the options of a reply. False where the reply has somebody else's cookie (§5.3). */
  readonly take: (options: readonly EdnsOption[]) => boolean;
}

/**
 * The cookies of a nameserver, the same for as long as this process lives: whoever has its cookie has shown that his address
 * is his own, and the nameserver need not limit its answers to him. Each nameserver sees another cookie of ours (§4.1).
 */
export function cookiesOf({ address, port }: Nameserver): CookieJar {
  const key = `${address} ${port}`;
  const jar = JARS.get(key) ?? makeCookieJar(randomBytes(CLIENT_LENGTH).toString("latin1"));
  JARS.set(key, jar);
  return jar;
}

const JARS = new Map<string, CookieJar>();

/** An empty jar for this client cookie, eight octets. */
function makeCookieJar(client: Octets): CookieJar {
  let server: Octets = "";
  return {
    cookie: () => client + server,
    take: (options) => {
      const data = options.find(({ code }) => code === COOKIE)?.data;
      if (data === undefined) return true;
      if (!data.startsWith(client) || data.length > MAX_LENGTH) return false;
      // Back comes only ours where a nameserver mirrors what it does not know; that is no cookie of its own.
      if (data.length >= MIN_LENGTH) server = data.slice(CLIENT_LENGTH);
      return true;
    },
  };
}

// Octets (RFC 7873 §4).
const CLIENT_LENGTH = 8;
const MIN_LENGTH = 16;
const MAX_LENGTH = 40;
