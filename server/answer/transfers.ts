import type { Client } from "../query/client.ts";
import type { MessageSigner } from "../tsig/message-signer.ts";

/** What a responder needs of those who give the zones of its tables away. Without it nobody gets one. */
export interface Transfers {
  /**
   * Answers `query`, which asks for AXFR or IXFR, into `answer`: the first message of it, or why there is none. Where there
   * are more, they are in `answer.rest`. `limit` is as in `Respond`, `key` that of a request with a good TSIG.
   */
  readonly answerTransfer: (
    packet: Uint8Array,
    length: number,
    limit: number,
    client: Client,
    key: RequestKey | undefined,
  ) => void;
}

/** The key that a request was signed with, rightly. */
export interface RequestKey {
  /** Its name in wire form and lower case, one character for each octet. */
  readonly name: string;
  readonly signer: MessageSigner;
}

/** The messages of an answer behind the first. Who takes it writes them in their order, and closes it in any case. */
export interface MoreMessages {
  /** Writes the next one, and gives its length: 0 where there are no more, -1 where it cannot go on. */
  readonly next: (out: Uint8Array) => number;
  /** Nothing more is wanted. It may come twice. */
  readonly close: () => void;
}
