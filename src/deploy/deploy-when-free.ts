import type { Clock } from "../verify/types.ts";
import type { DeployOrder, Fly } from "./fly/fly.ts";
import { FlyError } from "./fly/fly-error.ts";

/**
 * Puts an image on machines, and waits for those that another flyctl holds: one that was ended, by us or with its runner,
 * gives no lease back. The lease of a machine that it was updating ends within seconds, and flyctl itself waits a minute
 * for it. That of a machine that it had just made lasts as long as it would have waited for it to start.
 */
export async function deployWhenFree(order: DeployOrder, fly: Fly, clock: Clock): Promise<void> {
  const end = clock.now() + LONGEST_LEASE;
  for (;;) {
    try {
      return await fly.deploy(order);
    } catch (error) {
      if (!(error instanceof FlyError) || error.reason !== "leased" || clock.now() >= end) throw error;
      await clock.wait(PAUSE);
    }
  }
}

const LONGEST_LEASE = 360_000; // milliseconds: flyctl's own wait_timeout of 5 minutes, and one more
const PAUSE = 5_000;
