import type { Environment } from "./usage.ts";

/** Where systemd waits to be told how the server is (sd_notify(3)). */
export interface SupervisorSettings {
  /** The path of a unix socket; one that begins with `@` is no file but a name of the kernel's. */
  readonly socket: string;
  /** How long it waits for a sign of life, in milliseconds; undefined: for none. */
  readonly watchdog: number | undefined;
}

/**
 * Reads what systemd sets for a unit of `Type=notify`; undefined where nobody waits. WATCHDOG_PID may say that another
 * process is meant.
 *
 * @param pid of this process
 */
export function readSupervisorSettings(
  environment: Environment,
  pid: number,
): SupervisorSettings | undefined {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: microseconds = "", WATCHDOG_PID: whose } = environment;
  if (socket === undefined || socket === "") return undefined;
  const isOurs = whose === undefined || whose === String(pid);
  const watchdog = isOurs && /^[0-9]{1,15}$/.test(microseconds) ? Number(microseconds) / 1_000 : 0;
  return { socket, watchdog: watchdog > 0 ? watchdog : undefined };
}
