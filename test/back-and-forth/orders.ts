import { findPlaces } from "../../src/deploy/apps.ts";
import { chooseImages, type Wanted } from "../../src/deploy/choose-image.ts";
import { deploy } from "../../src/deploy/deploy.ts";
import { goBack } from "../../src/deploy/go-back.ts";
import { findStatus } from "../../src/deploy/status.ts";
import { makeSteps } from "../../src/deploy/steps.ts";
import { survey } from "../../src/deploy/survey.ts";
import { readBase } from "../../src/plan/pull-request.ts";
import { reviewPlan } from "../../src/plan/review.ts";
import { startRun } from "../../src/run.ts";
import type { World } from "../../src/world.ts";
import type { FakeFly } from "../fakes/fly-in-memory.ts";
import type { FakeLedger } from "../fakes/ledger-in-memory.ts";
import type { Act } from "./acts.ts";
import { filesOf } from "./commits.ts";

/** What orders are carried out with. */
export interface Means {
  /** The world at a commit. */
  readonly worldOf: (commit: string) => World;
  readonly fly: FakeFly;
  readonly ledger: FakeLedger;
  /** The same ledger, for who writes in it and may be interrupted. */
  readonly watched: FakeLedger;
}

/**
 * A deployment and a way back, as the Action and the command line have them made. Each gives why it did not come to its end; undefined where
 * all went well.
 */
export interface Orders {
  readonly deployed: (commit: string) => Promise<string | undefined>;
  readonly wentBack: (act: Extract<Act, { readonly kind: "back" | "to" }>) => Promise<string | undefined>;
}

/** The orders, over these means. */
export function ordersOf({ worldOf, fly, ledger, watched }: Means): Orders {
  let scratches = 0;
  const history = {
    zonesAt: (id: string) => readBase("zones", filesOf(id[0]!)),
    configAt: (id: string, app: string) => Promise.resolve(`${app} at ${id[0]}`),
  };
  const deadlines = { machines: 30_000, outside: 30_000, secondaries: 30_000 };
  return { deployed, wentBack };

  async function deployed(commit: string): Promise<string | undefined> {
    const world = worldOf(commit);
    const { deployment } = await deploy(
      await startRun("deploy", "zones", world),
      {
        commit: commit.repeat(40),
        apps: ["one", "two"].map((app) => ({
          app,
          config: `${app}.toml`,
          configText: `app = "${app}"`,
          nameservers: [],
        })),
        secondaries: [],
        bundle: "the server",
        dockerfile: { text: "FROM node", whose: "ours" },
        ledger: watched,
        history,
        judge: ({ plan, wrong }) =>
          Promise.resolve({ review: reviewPlan(plan, () => undefined), refusals: wrong, notes: [] }),
        scratch: `/scratch-${scratches++}`,
        deadlines,
        warnings: [],
      },
      world,
    );
    const outcome = deployment?.outcome;
    return outcome === "deployed" || outcome === "unchanged"
      ? undefined
      : `${outcome}: ${deployment?.failure}`;
  }

  function imageOf(commit: string): Wanted | undefined {
    const found = [...fly.images].findLast(([, image]) => image.commit === commit.repeat(40));
    return found && { kind: "image", image: `registry.fly.io/dns@${found[0]}` };
  }

  async function wentBack(act: Extract<Act, { readonly kind: "back" | "to" }>): Promise<string | undefined> {
    const wanted = act.kind === "back" ? ({ kind: "before" } as const) : imageOf(act.commit);
    if (wanted === undefined) return "there is no such image";
    const world = worldOf("d");
    const { zones } = await startRun("rollback", "zones", world);
    const places = await findPlaces(zones, world.files);
    const machines = (await Promise.all(["one", "two"].map((app) => survey(app, fly)))).flat();
    const remembered = await ledger.read();
    const choices = chooseImages(wanted, ["one", "two"], machines, remembered);
    const before = await findStatus(zones, places, world);
    const order = { zones, places, choices, machines, remembered, before, history, deadlines };
    const { failures } = await goBack(order, makeSteps(world), world);
    return failures[0];
  }
}
