/**
 * Milliseconds that this process has worked so far. Unlike the time of day it stands still while the machine has
 * something else to do, so that what is slow by it is slow.
 */
export function busyTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
