import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { makeSigners, type Signers } from "../signing/signers.ts";
import { openTables } from "../tables/tables.ts";
import type { AliasServing, AliasTask } from "./alias-task.ts";
import { exchangeTcp, udpExchange } from "./exchange.ts";
import { addressesFile, readFirstAddresses } from "./first-addresses.ts";
import { AliasKeeper } from "./keeper.ts";
import { askResolvers } from "./resolvers.ts";
import { RESOLV_CONF, systemResolvers } from "./system-resolvers.ts";
import { zoneSigners } from "./zone-signers.ts";

/** Keeps aliases until the thread ends. */
export interface Aliases {
  /** Goes over to other tables; resolves when what is known is written into them, and a short wait for what is not. */
  readonly serve: (serving: AliasServing) => Promise<void>;
}

/** Begins to look up targets, and goes on with that once a second. */
export function runAliases(
  { settings, own, counters }: Omit<AliasTask, "serving">,
  { say, complain }: { readonly say: (text: string) => void; readonly complain: (text: string) => void },
): Aliases {
  const now = () => performance.now();
  const { resolvers } = settings;
  const random = (below: number) => randomInt(below);
  const keeper = new AliasKeeper({
    ask: askResolvers({
      list:
        resolvers === undefined
          ? systemResolvers(() => readFileSync(RESOLV_CONF, "utf8"), now, complain)
          : () => resolvers,
      udp: udpExchange(random),
      tcp: exchangeTcp,
      ...{ random, now, patience: PATIENCE },
    }),
    now: () => Date.now() / 1000,
    random: Math.random,
    ...{ hold: settings.hold, own, counters, say, complain },
  });
  let signers: Signers | undefined;
  setInterval(() => keeper.tick(), TICK);
  return {
    serve: async ({ tables, zones, means }) => {
      const former = signers;
      signers = await makeSigners(means);
      const { signerOf } = signers;
      keeper.serve({
        tables: openTables(tables),
        signerFor: zoneSigners(zones, signerOf),
        first: readFirstAddresses(zones.map(({ file }) => addressesFile(file))),
      });
      former?.close();
      for (let waited = 0; keeper.isWaiting && waited < FIRST_PATIENCE; waited += STEP) await wait(STEP);
      keeper.tick();
    },
  };
}

const TICK = 1_000; // milliseconds
/** How long an answer of a resolver may take: one that has to ask others itself takes seconds. */
const PATIENCE = { udp: 2_000, tcp: 5_000 };
/** For how long other tables wait for the first lookups of targets of which nothing is known. */
const FIRST_PATIENCE = 2_000;
const STEP = 20;
