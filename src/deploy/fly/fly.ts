/**
 * What the pipeline wants of Fly.io. The real one runs flyctl; a test hands in plain objects, or puts another flyctl on
 * the PATH. Everything rejects with a `FlyError` when flyctl fails, and with a `WorldError` when it cannot be started or
 * prints what we do not understand.
 */
export interface Fly {
  /** flyctl's version, as in `0.4.87`. */
  readonly version: () => Promise<string>;
  /**
   * Has flyctl read an app's fly.toml, strictly. Rejects with what flyctl has against it in the error's last lines.
   *
   * @param config the absolute path of the file
   */
  readonly validate: (app: string, config: string) => Promise<void>;
  /** The addresses of an app. */
  readonly addresses: (app: string) => Promise<readonly FlyAddress[]>;
  /** Allocates a dedicated IPv4 address, which costs money every month. */
  readonly allocateIpv4: (app: string) => Promise<void>;
  /** The machines that serve the app, by region and id; none that is destroyed or only ran a command of a release. */
  readonly machines: (app: string) => Promise<readonly Machine[]>;
  /** The newest releases, the newest first; 25 at most. */
  readonly releases: (app: string) => Promise<readonly Release[]>;
  /** Builds and pushes an image, and starts nothing. Gives its reference, `registry.fly.io/app:label`. */
  readonly build: (order: BuildOrder) => Promise<string>;
  /**
   * Puts an image on machines, one after the other, and waits until each is healthy. A machine whose host is not reached, or
   * has no room, is destroyed, and another one made in its region: it comes back under another id.
   */
  readonly deploy: (order: DeployOrder) => Promise<void>;
  /** The names of an app's secrets, also of those that no machine has yet. Fly.io gives none of their values back. */
  readonly secrets: (app: string) => Promise<readonly string[]>;
  /** Sets secrets that machines get with their next release, by their names. No value is shown anywhere. */
  readonly stageSecrets: (app: string, secrets: ReadonlyMap<string, string>) => Promise<void>;
  /** Runs a command on a machine. That the command failed is no error: its exit code tells. */
  readonly exec: (app: string, machine: string, command: string) => Promise<ExecResult>;
}

/** An address of an app. UDP reaches it on `v4` only. */
export interface FlyAddress {
  readonly address: string;
  readonly kind: AddressKind;
  readonly region: string;
}

/** `v4` is a dedicated IPv4 address; one that apps share carries HTTP and TLS only. */
export type AddressKind = "v4" | "shared_v4" | "v6" | "private_v6" | "egress_v4" | "egress_v6";

/** A machine of an app. */
export interface Machine {
  readonly id: string;
  readonly region: string;
  /** `started`, `stopped`, …; `unknown` where Fly.io does not say. */
  readonly state: string;
  /** Undefined where Fly.io does not say, as of a machine whose host it does not reach. */
  readonly image: MachineImage | undefined;
  /** Fly.io reaches the host; otherwise it tells hardly more of the machine than that it is there. */
  readonly isReachable: boolean;
  readonly checks: readonly MachineCheck[];
  readonly env: { readonly [name: string]: string };
}

/** The image that a machine runs. */
export interface MachineImage {
  /** `registry/repository:tag`, or by digest where the machine was given no tag. */
  readonly reference: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** `registry/repository@digest`: this very image, whatever the tag says by now. */
  readonly pinned: string;
}

/** What became of a check of a machine. */
export interface MachineCheck {
  readonly name: string;
  /** `passing`, `warning` or `critical`; `unknown` where Fly.io does not say. */
  readonly status: string;
  readonly output: string;
}

/** A release of an app. */
export interface Release {
  readonly version: number;
  /** `complete`, `failed`, `interrupted`, or another word while it runs. */
  readonly status: string;
  readonly image: string;
  readonly createdAt: string;
}

/** What to build. Paths are absolute. */
export interface BuildOrder {
  readonly app: string;
  /** The app's fly.toml. */
  readonly config: string;
  /** The folder that is sent to the builder. */
  readonly context: string;
  readonly dockerfile: string;
  readonly label: string;
  readonly buildArgs: { readonly [name: string]: string };
}

/** What to put on which machines. */
export interface DeployOrder {
  readonly app: string;
  /** The absolute path of the app's fly.toml. */
  readonly config: string;
  readonly image: string;
  readonly scope: Scope;
  /** What the machines find in their environment besides what stands in fly.toml. */
  readonly env?: { readonly [name: string]: string };
}

/** The machines that an order is for. */
export type Scope =
  | { readonly kind: "all" }
  | { readonly kind: "regions"; readonly regions: readonly string[] }
  | { readonly kind: "except-regions"; readonly regions: readonly string[] }
  | { readonly kind: "machines"; readonly machines: readonly string[] }
  | { readonly kind: "except-machines"; readonly machines: readonly string[] };

/** What a command on a machine left behind. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
