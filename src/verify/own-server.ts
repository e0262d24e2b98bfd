import type { VerifySettings } from "./types.ts";

/**
 * How to ask a nameserver that was started on this machine for this: what it serves is settled, and other programs may
 * take the processors from it for long.
 */
export const OWN_SERVER = {
  isSettled: true,
  deadline: 30_000,
} as const satisfies Partial<VerifySettings>;
