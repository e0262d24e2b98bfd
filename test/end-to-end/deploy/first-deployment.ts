import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FakeFly } from "../../fakes/flyctl/fake-fly.ts";
import { createMachine } from "../../fakes/flyctl/machines.ts";
import type { App, Image, Machine, Release } from "../../fakes/flyctl/state.ts";
import type { State, StoredDeployment } from "../../fakes/github/state.ts";

/** Where apps are deployed to, and where that is written down. */
export interface Scene {
  readonly fly: FakeFly;
  readonly github: State;
  readonly apps: readonly App[];
}

/** What a deployment leaves behind, as it is kept. */
interface Kept {
  /** What the registry has, by its references. */
  readonly images: readonly KeptImage[];
  /** In the order of the apps. */
  readonly apps: readonly {
    readonly image: KeptImage;
    readonly machine: Pick<Machine, "region" | "env" | "release">;
    readonly releases: readonly Release[];
  }[];
  readonly calls: readonly string[];
  readonly deployments: readonly StoredDeployment[];
  readonly nextId: number;
}

type KeptImage = Omit<Image, "folder">;

/** Keeps what the first deployment of apps, to one machine each, has left behind in a folder. */
export function keepDeployment(folder: string, { fly, github, apps }: Scene): void {
  for (const image of fly.state.registry.values()) {
    cpSync(image.folder, folderOf(folder, image), { recursive: true });
  }
  const kept: Kept = {
    images: [...fly.state.registry].map(([reference, { digest }]) => ({ reference, digest })),
    apps: apps.map(({ machines: [{ image, region, env, release } = none()], releases }) => ({
      image: { reference: image.reference, digest: image.digest },
      machine: { region, env, release },
      releases,
    })),
    calls: fly.state.calls,
    deployments: github.deployments,
    nextId: github.nextId,
  };
  writeFileSync(join(folder, STATE), JSON.stringify(kept));
}

/** Puts apps where that deployment has left them: what is in no state, servers that run, is started. */
export async function layOutDeployment(folder: string, { fly, github, apps }: Scene): Promise<void> {
  const kept: Kept = JSON.parse(readFileSync(join(folder, STATE), "utf8")); // we wrote it
  const laidOut = (image: KeptImage): Image => ({ ...image, folder: folderOf(folder, image) });
  for (const image of kept.images) fly.state.registry.set(image.reference, laidOut(image));
  fly.state.calls.push(...kept.calls);
  github.deployments.push(...kept.deployments);
  github.nextId = kept.nextId;
  for (const [index, app] of apps.entries()) {
    const { image, machine, releases } = kept.apps[index]!;
    app.releases.push(...releases);
    await createMachine(fly.state, app, { ...machine, image: laidOut(image) });
  }
}

/** Where an image lies. Those of several apps are one where their content is one. */
function folderOf(folder: string, { digest }: KeptImage): string {
  return join(folder, digest.slice("sha256:".length));
}

const STATE = "state.json";

function none(): never {
  throw new Error("An app has no machine after its deployment");
}
