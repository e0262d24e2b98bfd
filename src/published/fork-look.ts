import { specialUse } from "../lint/special-addresses.ts";
import type { Look, Nameserver } from "../verify/types.ts";

/** Addresses that one run of a fork asks: more than the nameservers of all zones of anybody have. */
export const MOST_ADDRESSES = 64;

/**
 * Asks for the run of a fork, whose zones are a stranger's: only nameservers that the base has as well, and what everybody
 * on the internet may ask. Nobody else's network is looked into from a runner of ours, and the runner's own is not.
 * Whoever is not asked counts as silent, with the reason.
 *
 * @param isOfBase the base has a nameserver at this address
 */
export function forkLook(look: Look, isOfBase: (nameserver: Nameserver) => Promise<boolean>): Look {
  const asked = new Set<string>();
  return async (nameserver, questions, patience) => {
    const reason = await reasonAgainst(nameserver);
    if (reason === undefined) return look(nameserver, questions, patience);
    return questions.map(() => ({ outcome: "no-reply", reason, milliseconds: 0 }));
  };

  async function reasonAgainst(nameserver: Nameserver): Promise<string | undefined> {
    const { address, port } = nameserver;
    if (!(await isOfBase(nameserver))) {
      const use = specialUse(address);
      if (use !== undefined) return `it is not asked in the run of a fork, for its address is ${use}`;
    }
    asked.add(`${address} ${port}`);
    return asked.size > MOST_ADDRESSES
      ? `it is not asked, for the run of a fork asks ${MOST_ADDRESSES} addresses at most`
      : undefined;
  }
}
