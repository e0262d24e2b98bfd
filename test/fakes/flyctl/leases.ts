import { Killed, Refusal, type Running } from "./command.ts";
import type { Machine } from "./state.ts";

/** Seconds that another flyctl waits for a lease. */
const PATIENCE = 60;
/** Seconds that the lease of a machine lasts beyond the end of who renewed it. */
const RENEWED = 13;
/** Seconds of the lease of a machine that was just made: `wait_timeout`. */
const CREATED = 300;

/** Does something while it holds the leases of machines, and gives them back unless it is ended from outside. */
export async function holding(
  running: Running,
  machines: readonly Machine[],
  act: (hold: (created: Machine) => void) => Promise<void>,
): Promise<void> {
  const held: { readonly machine: Machine; readonly seconds: number; readonly end: () => void }[] = [];
  const take = (machine: Machine, seconds: number) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    machine.lease = { holder: running.holder, ended: promise };
    held.push({ machine, seconds, end: resolve });
  };
  let wasEnded = false;
  try {
    for (const machine of machines) {
      await waitForLease(running, machine);
      take(machine, RENEWED);
    }
    await act((created) => take(created, CREATED));
  } catch (error) {
    wasEnded = error instanceof Killed || (error instanceof Refusal && ENDED.includes(error.code));
    throw error;
  } finally {
    for (const { machine, seconds, end } of held) {
      if (wasEnded && machine.lease !== undefined) machine.lease.until = running.state.seconds + seconds;
      else machine.lease = undefined;
      end();
    }
  }
}

const ENDED = [126, 127]; // flyctl's exit codes after its own deadline and after SIGINT

async function waitForLease({ state }: Running, machine: Machine): Promise<void> {
  for (;;) {
    const { lease } = machine;
    if (lease === undefined) return;
    await lease.ended;
    if (lease.until === undefined) continue;
    if (lease.until - state.seconds <= PATIENCE) {
      state.seconds = Math.max(state.seconds, lease.until);
      machine.lease = undefined;
      return;
    }
    state.seconds += PATIENCE;
    throw new Refusal(
      `failed to acquire leases: failed to get lease on VM ${machine.id}: machine ID ${machine.id} lease currently held by ${lease.holder}, expires at 2026-11-22T12:05:00Z`,
    );
  }
}
