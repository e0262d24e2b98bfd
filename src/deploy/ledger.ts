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
