import { WorldError } from "../files/world-error.ts";

/** A nameserver does not give a zone, or not all of it. */
export class TransferError extends WorldError {
  /** Why, as a clause. */
  readonly reason: string;

  /** @param what what was wanted: `Cannot transfer example.com. from …` */
  constructor(what: string, reason: string) {
    super(`${what}: ${reason}`);
    this.reason = reason;
  }
}
