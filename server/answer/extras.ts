import { type CookieSettings, makeCookies } from "./cookies.ts";
import { makeKeepalive } from "./keepalive.ts";
import type { Extras } from "./respond.ts";

/**
 * What a server with these settings offers beside its answers: `idle` is for how many milliseconds a connection may be
 * without a question, `now` gives milliseconds since 1970.
 */
export function makeExtras(
  settings: { readonly cookies?: CookieSettings | undefined; readonly tcp: { readonly idle: number } },
  now: () => number,
): Extras {
  return {
    cookies: settings.cookies === undefined ? undefined : makeCookies(settings.cookies, now),
    keepalive: makeKeepalive(settings.tcp.idle),
  };
}
