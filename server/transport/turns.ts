/** Shares the event loop: work is done for a little while, then the loop comes round to the other sockets. */
export interface Turns<Item> {
  /** False when it is time to stop; what is left goes to `later`. */
  readonly hasTime: () => boolean;
  /** Has this worked on in the next turn, after what waits already. */
  readonly later: (item: Item) => void;
}

/** Turns of this length, in milliseconds; `work` is called for each item that waited, and may put it off again. */
export function makeTurns<Item>(length: number, work: (item: Item) => void): Turns<Item> {
  const waiting = new Set<Item>();
  let isOpen = false;
  let end = 0;
  return { hasTime, later };

  function later(item: Item): void {
    waiting.add(item);
    if (!isOpen) hasTime(); // the next turn comes after one that is open
  }

  function hasTime(): boolean {
    if (isOpen) return performance.now() < end;
    isOpen = true;
    end = performance.now() + length;
    // Immediates run after the sockets of this round, and before those of the next.
    setImmediate(next);
    return true;
  }

  function next(): void {
    isOpen = false;
    for (const item of [...waiting]) {
      if (!hasTime()) return;
      waiting.delete(item);
      work(item);
    }
  }
}
