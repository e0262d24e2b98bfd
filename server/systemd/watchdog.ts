import type { Name } from "../../dns/name.ts";
import { RECEIVED, sumOf } from "../answer/counters.ts";
import { makeReadiness } from "../health/readiness.ts";
import type { Service } from "../process/service.ts";

/** Gives signs of life until it is stopped. */
export interface Watchdog {
  readonly stop: () => void;
}

/** So often within the time that systemd waits: one of them has to be true. */
const LOOKS = 10;
const SHORTEST = 100; // milliseconds between two looks

/**
 * Says that the server lives, as long as it answers its own questions: a process may live and be deaf. Over UDP it is
 * enough that its threads receive, for in a flood our own question is lost among others, and a server that is started anew
 * then answers nobody.
 *
 * @param within milliseconds in which a sign is waited for
 */
export function startWatchdog(
  within: number,
  { own, threads, counters }: Pick<Service, "own" | "threads" | "counters">,
  zones: () => readonly Name[],
  alive: () => void,
): Watchdog {
  const udp = makeReadiness({ udp: own.udp, tcp: undefined }, zones);
  const tcp = makeReadiness({ udp: undefined, tcp: own.tcp }, zones);
  const ofUdp = counters.filter((_, index) => threads[index]?.transport === "udp");
  let received = 0;
  let isLooking = false;
  const look = async () => {
    if (zones().length === 0) return alive(); // all that there are wait for signatures: starting anew helps none
    const before = received;
    received = sumOf(ofUdp, RECEIVED);
    const isBusy = received > before;
    const [deaf, unreachable] = await Promise.all([udp.fault(), tcp.fault()]);
    if ((deaf === undefined || isBusy) && unreachable === undefined) alive();
  };
  const timer = setInterval(
    () => {
      if (isLooking) return;
      isLooking = true;
      void look().finally(() => {
        isLooking = false;
      });
    },
    Math.max(SHORTEST, within / LOOKS),
  );
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
