import type { Finding } from "./failure.ts";
import type { Machine } from "./fly/fly.ts";

/**
 * Looks for machines that could not prove what they answer: one that sleeps has an old image and answers with it as soon as
 * somebody starts it. One whose host is silent is no reason to stop, because a deployment makes another in its place; it is
 * told. What starts or ends by itself is left alone.
 */
export function checkMachines(app: string, machines: readonly Machine[]): Finding[] {
  return machines.flatMap(({ id, region, state, isReachable }) => {
    const name = `Machine ${id} of "${app}" (${region})`;
    if (!isReachable) {
      return {
        warning: `${name}: Fly.io does not reach its host, so nobody knows what it answers; a deployment destroys it and makes another in its place, under another id`,
      };
    }
    if (!ASLEEP.includes(state)) return [];
    return {
      what: `${name} is ${state}: it cannot show what it answers, and would answer with its image when it is started`,
      run: `fly machine start ${id} -a ${app}; or, where nobody needs it, fly machine destroy ${id} -a ${app}`,
    };
  });
}

/** States that a machine does not leave by itself. */
const ASLEEP = ["created", "failed", "stopped", "suspended"];
