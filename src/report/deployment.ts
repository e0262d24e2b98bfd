import type { Name } from "../../dns/name.ts";
import type { Drift } from "../plan/zone-changes.ts";
import type { SecondaryProof } from "../secondaries/follow.ts";
import type { Verification } from "../verify/types.ts";

/** What became of a deployment. The report's faces print it. */
export interface Deployment {
  readonly outcome: DeploymentOutcome;
  /** Of the zones: a commit's full id. */
  readonly commit: string;
  /** The inputs digest: of everything that makes the image, `sha256:…`. */
  readonly inputs: string;
  /** The reference of the image that was built; undefined when none was. */
  readonly image?: string;
  /** Whether the image is made by our Dockerfile or by one in the user's repository. */
  readonly dockerfile: "ours" | "theirs";
  /** In order, as they happened. */
  readonly steps: readonly DeploymentStep[];
  /** The machines as they are at the end. */
  readonly machines: readonly MachineProof[];
  /** The answers of every nameserver address, from outside. */
  readonly proof?: Verification;
  /** Where the nameservers of others stand; left out where none was looked at. */
  readonly secondaries?: readonly SecondaryProof[];
  /** Milliseconds from the last machine's release until all agreed. */
  readonly convergence?: number;
  /** What failed: one sentence without its final stop. */
  readonly failure?: string;
  /** Serials that may have been answered: the next one of each zone lies above. */
  readonly floors: readonly { readonly zone: Name; readonly serial: number }[];
  /** What the reader has to know: one sentence each. */
  readonly warnings: readonly string[];
  /** Changes that no pull request and no push explains. */
  readonly drift?: Drift;
  /** What the machines ran before this deployment. */
  readonly before?: readonly MachineBefore[];
}

/**
 * - `deployed`: every machine and every nameserver of ours answers the zones of the commit; secondaries may be behind.
 * - `unchanged`: they did already; nothing was built or released.
 * - `refused`: somebody has to allow it first; nothing was touched.
 * - `not-released`: it failed before anything was touched.
 * - `rolled-back`: it failed, and the state before it was brought back and answers.
 * - `failed`: it failed, and so did bringing back the state before it.
 */
export type DeploymentOutcome =
  | "deployed"
  | "unchanged"
  | "refused"
  | "not-released"
  | "rolled-back"
  | "failed";

/** One step of a deployment. */
export interface DeploymentStep {
  readonly label: string;
  readonly outcome: "done" | "failed" | "skipped";
  readonly detail?: string;
  readonly milliseconds: number;
}

/** What one machine said when its own self-check was run on it. */
export interface MachineProof {
  readonly app: string;
  readonly region: string;
  readonly machine: string;
  /** By digest; empty where Fly.io does not say. */
  readonly image: string;
  readonly healthy: boolean;
  readonly zones: readonly MachineZone[];
  /** Why it is not as it should be: one sentence without its final stop. */
  readonly problem?: string;
  /** Its NSID was seen in an answer from outside. */
  readonly namedByNsid: boolean;
}

/** A zone as one machine answers it. */
export interface MachineZone {
  readonly zone: Name;
  readonly serial: number;
  /** Of its ZONEMD record, in hexadecimal. */
  readonly digest: string | undefined;
  /** Serial and digest are those that were deployed, or brought back. */
  readonly isExpected: boolean;
}

/** What a machine ran before a deployment, so that it can be brought back. */
export interface MachineBefore {
  readonly app: string;
  readonly machine: string;
  readonly region: string;
  /** By digest: `registry/repository@sha256:…`. */
  readonly image: string;
  /** Of the zones in the image, whose `fly.toml` goes with it; null where the image does not say. */
  readonly commit: string | null;
}
