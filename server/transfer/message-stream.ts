import { MAX_TCP_MESSAGE } from "../answer/limits.ts";
import type { MoreMessages } from "../answer/transfers.ts";
import { HEADER_LENGTH } from "../query/question.ts";
import type { MessageSigner } from "../tsig/message-signer.ts";
import { beginPage, page } from "./page.ts";
import type { WriteRecords } from "./records.ts";

/** What the messages behind the first are made of. */
export interface StreamPlan {
  readonly write: WriteRecords;
  readonly signer: MessageSigner | undefined;
  /** When it is given up, as `now` tells it. */
  readonly deadline: number;
  readonly now: () => number;
  /** Is told once how it ended: all was given away, or not. */
  readonly onEnd: (isWhole: boolean) => void;
}

/**
 * The messages behind the first of a transfer: without question and OPT, which stand in the first (RFC 5936 §2.2). The header
 * of the first one, from which they take their ids and flags, stands in `first`.
 */
export function streamMessages(first: Uint8Array, plan: StreamPlan): MoreMessages {
  const { write, signer, deadline, now, onEnd } = plan;
  const [id0, id1, flags] = [first[0]!, first[1]!, first[2]!];
  const end = MAX_TCP_MESSAGE - (signer?.room ?? 0);
  let isWhole = false;
  let isClosed = false;
  return { next, close };

  function next(out: Uint8Array): number {
    if (isWhole || isClosed) return 0;
    if (now() > deadline) return -1;
    beginPage(out, HEADER_LENGTH, end);
    isWhole = write();
    if (page.records === 0) return -1; // a record that fits in no message, beside a TSIG
    out[0] = id0;
    out[1] = id1;
    out[2] = QR | AA | (flags & RD);
    out[3] = 0;
    out.fill(0, 4, HEADER_LENGTH);
    out[ANCOUNT] = page.records >>> 8;
    out[ANCOUNT + 1] = page.records;
    return signer === undefined ? page.at : signer.sign(out, page.at);
  }

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    onEnd(isWhole);
  }
}

const QR = 0x80;
const AA = 0x04;
const RD = 0x01;
const ANCOUNT = 6;
