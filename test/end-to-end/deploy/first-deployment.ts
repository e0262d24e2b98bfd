import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FakeFly } from "../../fakes/flyctl/fake-fly.ts";
import { createMachine } from "../../fakes/flyctl/machines.ts";
import type { App, Image, Machine, Release } from "../../fakes/flyctl/state.ts";
import type { State, StoredDeployment } from "../../fakes/github/state.ts";

/** Where an app is deployed to, and where that is written down. */
export interface Scene {
  readonly fly: FakeFly;
  readonly github: State;
  readonly app: App;
}

/** What a deployment leaves behind, as it is kept. */
interface Kept {
  readonly references: readonly string[];
  readonly image: Omit<Image, "folder">;
  readonly machine: Pick<Machine, "region" | "env" | "release">;
  readonly releases: readonly Release[];
  readonly calls: readonly string[];
  readonly deployments: readonly StoredDeployment[];
  readonly nextId: number;
}

/** Keeps what the first deployment of an app, to one machine, has left behind in a folder. */
export function keepDeployment(folder: string, { fly, github, app }: Scene): void {
  const [{ image, region, env, release } = none()] = app.machines;
  cpSync(image.folder, join(folder, IMAGE), { recursive: true });
  const kept: Kept = {
    references: [...fly.state.registry.keys()],
    image: { reference: image.reference, digest: image.digest },
    machine: { region, env, release },
    releases: app.releases,
    calls: fly.state.calls,
    deployments: github.deployments,
    nextId: github.nextId,
  };
  writeFileSync(join(folder, STATE), JSON.stringify(kept));
}

/** Puts an app where that deployment has left it: what is in no state, a server that runs, is started. */
export async function layOutDeployment(folder: string, { fly, github, app }: Scene): Promise<void> {
  const kept: Kept = JSON.parse(readFileSync(join(folder, STATE), "utf8")); // we wrote it
  const image = { ...kept.image, folder: join(folder, IMAGE) };
  for (const reference of kept.references) fly.state.registry.set(reference, { ...image, reference });
  app.releases.push(...kept.releases);
  fly.state.calls.push(...kept.calls);
  github.deployments.push(...kept.deployments);
  github.nextId = kept.nextId;
  await createMachine(fly.state, app, { ...kept.machine, image });
}

const IMAGE = "image";
const STATE = "state.json";

function none(): never {
  throw new Error("The deployment has left no machine behind");
}
