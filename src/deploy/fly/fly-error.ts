import { WorldError } from "../../files/world-error.ts";

/** flyctl ended with another exit code than 0. What it was doing may be half done. */
export class FlyError extends WorldError {
  /**
   * `timeout`: its own deadline (126); `cancelled`: interrupted, or ended by a signal (127); `leased`: another flyctl holds a
   * machine, or has left it so.
   */
  readonly reason: "failed" | "timeout" | "cancelled" | "leased";
  /** What it printed last, without secrets. */
  readonly lastLines: string;

  constructor(message: string, reason: FlyError["reason"], lastLines: string) {
    super(message);
    this.reason = reason;
    this.lastLines = lastLines;
  }
}
