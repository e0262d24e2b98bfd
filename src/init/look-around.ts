import type { Fly } from "../deploy/fly/fly.ts";
import { FlyError } from "../deploy/fly/fly-error.ts";
import { WorldError } from "../files/world-error.ts";

/** What is there already. */
export interface Found {
  /** flyctl's version, or why it could not be asked. */
  readonly flyctl: { readonly version: string } | { readonly reason: string };
  /** By the name of the app. */
  readonly apps: ReadonlyMap<string, FoundApp>;
  /** The address of the git repository's remote; null without a remote, undefined without a repository. */
  readonly remote: string | null | undefined;
  /** The text of `_config.yaml`, where it is there. */
  readonly config?: string;
  /** The text of the workflow that plans, where it is there. */
  readonly workflow?: string;
}

/** An app, as far as one can see it. */
export type FoundApp =
  | { readonly kind: "there"; readonly addresses: readonly string[]; readonly machines: number }
  | { readonly kind: "missing" }
  /** The reason is a sentence without its final stop; none where flyctl is missing. */
  | { readonly kind: "unknown"; readonly reason?: string };

/** Looks what of Fly.io is there already. Nothing fails for what cannot be seen. */
export async function lookAround(apps: readonly string[], fly: Fly): Promise<Pick<Found, "flyctl" | "apps">> {
  const flyctl = await ask(async () => ({ version: await fly.version() }));
  if ("reason" in flyctl) {
    return { flyctl, apps: new Map(apps.map((app) => [app, { kind: "unknown" }])) };
  }
  const found = await Promise.all(apps.map(async (app) => [app, await findApp(app, fly)] as const));
  return { flyctl, apps: new Map(found) };
}

async function findApp(app: string, fly: Fly): Promise<FoundApp> {
  try {
    const addresses = await fly.addresses(app);
    const machines = await fly.machines(app);
    return {
      kind: "there",
      addresses: addresses.flatMap(({ kind, address }) => (kind === "v4" ? [address] : [])),
      machines: machines.length,
    };
  } catch (error) {
    if (error instanceof FlyError && /could not find app|app not found/i.test(error.lastLines))
      return { kind: "missing" };
    if (error instanceof WorldError) return { kind: "unknown", reason: error.message };
    throw error;
  }
}

async function ask<Value>(act: () => Promise<Value>): Promise<Value | { readonly reason: string }> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof WorldError) return { reason: error.message };
    throw error;
  }
}
