import { listenAt, type PublicPlace } from "./places.ts";
import type { App, State } from "./state.ts";

/** Opens an anycast address: each query goes to the machine that the app's `route` chooses for it. */
export async function openPublicAddress(state: State, app: App, address: string): Promise<PublicPlace> {
  const dead: PublicPlace["dead"] = new Set();
  const place = await listenAt(address, async (query, transport) => {
    if (dead.has(transport)) return undefined;
    const machine = app.route(app.machines.filter((each) => each.state === "started"));
    const reply = await machine?.front.ask(query, transport);
    if (machine !== undefined && reply !== undefined) {
      state.witness.answered(app.name, transport, `${machine.region}/${machine.id}`, reply);
    }
    return reply;
  });
  return { ...place, dead };
}
