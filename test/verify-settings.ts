import { setTimeout } from "node:timers/promises";
import type { VerifySettings } from "../src/verify/types.ts";

/** Asks everything once, by the real clock. */
export const ONE_ROUND: VerifySettings = {
  seed: "test",
  deadline: 0,
  timeout: 2_000,
  pause: 1,
  slow: 2_000,
  clock: { now: () => performance.now(), wait: (milliseconds) => setTimeout(milliseconds) },
};

/** Asks again for a while, as a busy machine may lose a packet of a nameserver that is right. */
export const PATIENT: VerifySettings = { ...ONE_ROUND, deadline: 10_000, pause: 100 };
