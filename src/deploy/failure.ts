/** Something that keeps a deployment from working. */
export interface Failure {
  /** A sentence without its final stop. */
  readonly what: string;
  /** The command to run, or what to write where. */
  readonly run: string;
}

/** What looking at something gave. */
export type Finding =
  | Failure
  /** A sentence without its final stop. */
  | { readonly warning: string };
