import { compareSerials } from "../../dns/serial.ts";
import type { MachineBefore } from "../report/deployment.ts";

/** What is written down before a deployment touches a machine, so that a later one knows what may have been answered. */
export interface DeploymentRecord {
  readonly version: 1;
  /** Of the zones: a commit's full id. */
  readonly commit: string;
  /** The inputs digest, `sha256:…`. */
  readonly inputs: string;
  /** By the zone's name with its final dot: serials that this deployment may answer with. They are spent for ever. */
  readonly floors: { readonly [zone: string]: number };
  /** What every machine ran before. */
  readonly before: readonly MachineBefore[];
  /** The zones that went out with another serial than before; left out where they are too many, or nobody wrote it down. */
  readonly published?: PublishedVersions;
}

/** By the zone's name with its final dot: what a deployment may answer with. */
export interface PublishedVersions {
  readonly [zone: string]: {
    readonly serial: number;
    /** The beginning of the digest in its ZONEMD record: 32 hexadecimal digits. */
    readonly digest: string;
  };
}

/** Where deployments are written down: GitHub's deployments, or on a person's machine something without memory. */
export interface Ledger {
  /** What is known of earlier deployments. */
  readonly read: () => Promise<Remembered>;
  /**
   * Writes a deployment down, before the first machine gets its image. Floors that are known already are written into
   * it again, so that a serial is not forgotten with the deployment, or with the zone, that spent it.
   */
  readonly open: (record: DeploymentRecord) => Promise<LedgerEntry>;
}

/** What is known of earlier deployments. */
export interface Remembered {
  /** The newest deployment that succeeded. */
  readonly last?: DeploymentRecord;
  /** Every deployment since then; they failed, or were interrupted. The newest first. */
  readonly unfinished: readonly DeploymentRecord[];
  /** Deployments before the last that succeeded, whatever became of them, as far as they are known. The newest first. */
  readonly earlier?: readonly DeploymentRecord[];
  /** By the zone's name with its final dot: the greatest serial that any of them may have answered with. */
  readonly floors: ReadonlyMap<string, number>;
}

/** A deployment that was written down and is under way. The texts are one sentence each. */
export interface LedgerEntry {
  readonly succeed: (text: string) => Promise<void>;
  readonly fail: (text: string) => Promise<void>;
}

/**
 * The greatest serial of each zone over several records, the newest record first. Where two serials lie 2^31 apart and
 * neither is the greater (RFC 1982 §3.2), that of the newer record stays.
 */
export function greatestFloors(records: readonly Pick<DeploymentRecord, "floors">[]): Map<string, number> {
  const floors = new Map<string, number>();
  for (const record of records) {
    for (const [zone, serial] of Object.entries(record.floors)) {
      const known = floors.get(zone);
      if (known === undefined || compareSerials(serial, known) === 1) floors.set(zone, serial);
    }
  }
  return floors;
}
