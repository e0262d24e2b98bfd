import type { Failure } from "./failure.ts";
import type { Machine } from "./fly/fly.ts";

/**
 * Looks for machines that could not prove what they answer: one that sleeps has an old image and answers with it as soon as
 * somebody starts it, and one whose host is silent cannot be given another. What starts or ends by itself is left alone.
 */
export function checkMachines(app: string, machines: readonly Machine[]): Failure[] {
  return machines.flatMap(({ id, region, state, isReachable }) => {
    const name = `Machine ${id} of "${app}" (${region})`;
    if (!isReachable) {
      return {
        what: `${name}: Fly.io does not reach its host, so it would keep its image, and may answer with it`,
        run: `fly machine list -a ${app}, until it is reached; fly machine destroy ${id} --force -a ${app} gives it up`,
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
