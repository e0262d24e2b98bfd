import { type CookieSettings, makeCookies } from "../../server/answer/cookies.ts";
import { guard } from "../../server/answer/guard.ts";
import { makeIdentity } from "../../server/answer/identity.ts";
import { makeKeepalive } from "../../server/answer/keepalive.ts";
import { makeResponder, type Respond } from "../../server/answer/respond.ts";
import { tablesOf, type ZoneTexts } from "../serve-text.ts";
import { describeThrown } from "./findings.ts";
import { namesOf } from "./queries.ts";
import { fuzzZones } from "./zones.ts";

/** Something to send packets to, in this process. */
export interface Target {
  readonly respond: Respond;
  /** What is worth asking for. */
  readonly names: readonly Uint8Array[];
  /** What was thrown since it was last asked, and forgets it. */
  readonly takeError: () => string | undefined;
}

/** Who answers, here and in a server of its own, so that replies can be compared. */
export const SERVER_ID = "fuzzed-server";
export const VERSION_ID = "fuzzed-version";
/** Milliseconds that a connection may idle where nothing else is said. */
const IDLE = 10_000;
/** Milliseconds since 1970: a packet is answered alike each time. */
const NOW = 1_700_000_000_000;

/** A responder over each set of zones. The first is as a server is without settings, others have cookies, or want them. */
export function makeTargets(): readonly Target[] {
  return fuzzZones().map((zones, index) => {
    const cookies = { secrets: [Buffer.alloc(16, 1), Buffer.alloc(16, 2)], isRequired: index % 2 === 0 };
    return makeTarget(zones, responderOf(zones, index === 0 ? undefined : cookies));
  });
}

/** A responder of any kind over zones, guarded as the server guards its own. */
export function makeTarget(zones: ZoneTexts, respond: Respond): Target {
  let error: string | undefined;
  return {
    respond: guard(respond, (thrown) => {
      error = describeThrown(thrown);
    }),
    names: namesOf(zones),
    takeError: () => {
      const taken = error;
      error = undefined;
      return taken;
    },
  };
}

/** The responder that the server uses. */
export function responderOf(zones: ZoneTexts, cookies?: CookieSettings): Respond {
  return makeResponder(tablesOf(zones), makeIdentity(SERVER_ID, VERSION_ID), {
    keepalive: makeKeepalive(IDLE),
    cookies: cookies === undefined ? undefined : makeCookies(cookies, () => NOW),
  });
}
