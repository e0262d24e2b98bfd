import { childOf, type Name, ROOT } from "../../dns/name.ts";
import type { Random } from "./random.ts";
import { addLabel, randomLabel } from "./random-name.ts";
import type { Sketch } from "./sketch.ts";

/** Names that data may point to. */
export interface Targets {
  /** A name that a CNAME or DNAME of the zone leads to. */
  readonly alias: () => Name;
  /** A host that MX, SRV, NS and others name. */
  readonly host: () => Name;
  /** A name in the zone or below one of its names. */
  readonly nearby: () => Name;
  /** A name outside every zone that is served. */
  readonly foreign: () => Name;
}

/** The targets for the zone of `own`; `all` are the zones served beside it, with it. */
export function makeTargets(random: Random, own: Sketch, all: readonly Sketch[]): Targets {
  return { alias, host, nearby, foreign };

  function alias(): Name {
    return random.weighted([
      [600, owned],
      [200, madeUp],
      [150, foreign],
      [20, elsewhere],
      [10, apex],
      [5, root],
    ])();
  }

  function host(): Name {
    return random.weighted([
      [60, owned],
      [15, madeUp],
      [12, foreign],
      [10, elsewhere],
      [3, apex],
      [2, root],
    ])();
  }

  function nearby(): Name {
    return random.chance(0.7) ? owned() : madeUp();
  }

  function owned(): Name {
    return own.owners.length === 0 ? own.origin : random.pick(own.owners).name;
  }

  function madeUp(): Name {
    const name = addLabel(randomLabel(random), random.chance(0.8) ? owned() : own.origin);
    return random.chance(0.2) ? addLabel(randomLabel(random), name) : name;
  }

  function elsewhere(): Name {
    const { origin, owners } = random.pick(all);
    return owners.length === 0 || random.chance(0.2) ? origin : random.pick(owners).name;
  }

  function apex(): Name {
    return own.origin;
  }

  function root(): Name {
    return ROOT;
  }

  function foreign(): Name {
    return addLabel(randomLabel(random), FOREIGN);
  }
}

const FOREIGN = childOf("example", childOf("net", ROOT)); // no universe lies there
