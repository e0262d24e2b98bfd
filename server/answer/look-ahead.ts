import { makeNameBuffer, readName } from "../query/name.ts";
import { HEADER_LENGTH, readBefore } from "../query/question.ts";
import { NODE_NAME, ROW, RRSET_DATA, type Tables } from "../tables/tables.ts";

/**
 * Reads what the answers to a batch of packets will need, before the first is made: tables are large, and who makes one answer after the other waits for
 * memory several times for each. Here each step is gone for all packets, and the processor waits for all at once. Nothing of what is read decides about an
 * answer but the names of the questions, which are those that `readQuery` would read itself.
 */
export interface LookAhead {
  /** Reads the names in the first `count` of these packets, which have such lengths, and touches what is known of them. */
  readonly look: (packets: readonly Uint8Array[], lengths: ArrayLike<number>, count: number) => void;
  /** Has `readQuery` take the name of the packet with this number, of those that were looked at last. */
  readonly take: (index: number) => void;
}

/** For these tables, and so many packets at most. */
export function makeLookAhead({ slots, slotMask, rows, heap }: Tables, most: number): LookAhead {
  const names = Array.from({ length: most }, makeNameBuffer);
  const ends = new Int32Array(most);
  const nodes = new Int32Array(most);
  const owners = new Int32Array(most);
  const records = new Int32Array(most);
  return {
    look: (packets, lengths, count) => {
      for (let index = 0; index < count; index++)
        ends[index] = readName(names[index]!, packets[index]!, HEADER_LENGTH, lengths[index]!);
      for (let index = 0; index < count; index++) {
        const hash = names[index]!.hash[0]!;
        const slot = 2 * (hash & slotMask);
        // Few names stand beside the slot that is theirs.
        nodes[index] = slots[slot] === hash ? slots[slot + 1]! - 1 : -1;
      }
      for (let index = 0; index < count; index++) {
        const node = nodes[index]!;
        if (node < 0) continue;
        owners[index] = rows[node * ROW + NODE_NAME]!;
        records[index] = rows[(node + 1) * ROW + RRSET_DATA]!; // whatever that row is
      }
      let sum = 0;
      for (let index = 0; index < count; index++)
        if (nodes[index]! >= 0) sum += heap[owners[index]!]! + heap[records[index]!]!;
      nodes[0] = sum; // so that no compiler finds that nobody wants it
    },
    take: (index) => {
      readBefore.name = names[index];
      readBefore.end = ends[index]!;
    },
  };
}
