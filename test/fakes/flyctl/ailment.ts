/** What machines suffer from as long as it is in the list, if they run the image. */
export interface Ailment {
  readonly app?: string;
  readonly region?: string;
  readonly machine?: string;
  /** The label of its image matches. */
  readonly image?: RegExp;
  readonly kind: /** It answers nothing. */
    | "unhealthy"
    /** It answers nothing of the first few queries after its start. */
    | "slow"
    /** Its server does not start. */
    | "crashes"
    /** It answers over TCP alone. */
    | "udp-dead"
    /** It answers with a serial that is one less. */
    | "wrong-serial"
    /** A deployment passes it over, and says nothing. */
    | "keeps-image"
    /** It is gone after the deployment. */
    | "vanishes"
    /** Its host has no room for the new image: a deployment starts another machine in its place. */
    | "no-room";
  /** Fly.io's own check takes it for healthy. */
  readonly isUnnoticed?: boolean;
}
