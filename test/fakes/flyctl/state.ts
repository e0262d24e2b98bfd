import type { Ailment } from "./ailment.ts";
import type { Front } from "./front.ts";
import type { MachineServer } from "./machine-server.ts";
import type { PublicPlace } from "./places.ts";
import type { Witness } from "./witness.ts";

/** Everything that the fake Fly.io knows. Tests set it up, change it while something runs, and look at it. */
export interface State {
  /** Where images are kept. */
  readonly folder: string;
  /** The token that is taken. */
  token: string;
  readonly apps: Map<string, App>;
  /** Images that were pushed, by `registry.fly.io/app:label` and by `registry.fly.io/app@sha256:…`. */
  readonly registry: Map<string, Image>;
  /** Commands that end otherwise: looked at in order, each as often as it says. */
  readonly faults: Fault[];
  /** What machines suffer from. */
  readonly ailments: Ailment[];
  /** Every command line, in order. */
  readonly calls: string[];
  /** What the real Fly.io or an honest caller would never do: empty at the end of every test. */
  readonly violations: string[];
  readonly witness: Witness;
  nextId: number;
  /** A clock of its own, which goes on when somebody waits for a lease. */
  seconds: number;
}

/** An app. */
export interface App {
  readonly name: string;
  readonly addresses: Address[];
  readonly machines: Machine[];
  /** The newest first. */
  readonly releases: Release[];
  /** By their names; a machine gets them with its next release. */
  readonly secrets: Map<string, string>;
  /** Chooses the machine that a query to a public address reaches; asked for every single one. */
  route: (machines: readonly Machine[]) => Machine | undefined;
}

/** A public address of an app. */
export interface Address {
  readonly address: string;
  readonly type: "v4" | "shared_v4" | "v6";
  /** What answers there; undefined where nothing does in this test. */
  readonly place?: PublicPlace;
}

/** A machine. */
export interface Machine {
  readonly id: string;
  readonly region: string;
  image: Image;
  state: "started" | "stopped";
  isHealthy: boolean;
  /** Not `ok`: its host is silent. Of one that is `unknown`, Fly.io has pieced some settings together. */
  hostStatus: "ok" | "unreachable" | "unknown";
  /** A deployment has it in its hands, and no other one may touch it. */
  lease?: Lease | undefined;
  env: { readonly [name: string]: string };
  /** As they were when it got its release: nobody sees them from outside. */
  secrets: { readonly [name: string]: string };
  release: number;
  server: MachineServer | undefined;
  /** The one way to its server: all that reaches it comes by here. */
  readonly front: Front;
}

/** Keeps others away from a machine. */
export interface Lease {
  readonly holder: string;
  /** By the clock of the fake; undefined as long as its holder lives, who renews it. */
  until?: number;
  /** When its holder has given it back, or has ended without. */
  readonly ended: Promise<void>;
}

/** An image: the folder that it was built from, under the digest of what is in it. */
export interface Image {
  /** `registry.fly.io/app:label`. */
  readonly reference: string;
  readonly digest: string;
  readonly folder: string;
}

/** A release. */
export interface Release {
  readonly version: number;
  status: "running" | "complete" | "failed" | "interrupted";
  readonly image: string;
}

/** A command that ends otherwise. */
export interface Fault {
  /** `deploy --app dns --image …` matches: the words of the command with single spaces. */
  readonly on: RegExp;
  times: number;
  /** Machines that a deployment has finished with before; before anything else unless given. */
  readonly after?: number;
  /** Everything is done, and then it happens. */
  readonly isCarriedOut?: boolean;
  readonly end:
    | { readonly kind: "exit"; readonly code: number; readonly message: string }
    /** The runner ends everything at once: whoever called flyctl, and flyctl. */
    | { readonly kind: "kill" };
}

/** The ailments of a machine. */
export function ailmentsOf(state: State, app: string, { id, region, image }: Machine): Ailment["kind"][] {
  return matching(state, app, { id, region, label: image.reference }).map(({ kind }) => kind);
}

/** The ailments that a machine would have with an image. */
export function matching(
  { ailments }: State,
  app: string,
  machine: { readonly id: string; readonly region: string; readonly label: string },
): Ailment[] {
  return ailments.filter(
    (each) =>
      (each.app ?? app) === app &&
      (each.region ?? machine.region) === machine.region &&
      (each.machine ?? machine.id) === machine.id &&
      (each.image === undefined || each.image.test(machine.label)),
  );
}
