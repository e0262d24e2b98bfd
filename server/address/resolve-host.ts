import { ipVersion } from "./ip-version.ts";

/** Asks the system for the addresses of a host, as `lookup` of node:dns/promises does. */
export type LookUp = (
  host: string,
  options: { readonly order: "ipv4first" },
) => Promise<{ readonly address: string }>;

/**
 * The IP address of a host, or the reason why there is none. A name gets `patience` milliseconds, for a machine that
 * starts may not know it yet.
 */
export async function resolveHost(
  host: string,
  lookUp: LookUp,
  patience: number,
): Promise<string | { readonly reason: string }> {
  if (ipVersion(host) !== 0) return host;
  const { promise: end, resolve } = Promise.withResolvers<void>();
  let isOver = false;
  let reason = `there is no answer within ${patience / 1000} seconds`;
  const timer = setTimeout(() => {
    isOver = true;
    resolve();
  }, patience);
  try {
    while (!isOver) {
      const found = await Promise.race([lookUp(host, { order: "ipv4first" }).catch(reasonOf), end]);
      if (found === undefined) break;
      if ("address" in found) return found.address;
      reason = found.reason;
      await Promise.race([pause(PAUSE), end]);
    }
    return { reason };
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds between two questions. */
const PAUSE = 250;

function reasonOf(error: unknown): { reason: string } {
  return { reason: error instanceof Error ? error.message : String(error) };
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, time));
}
