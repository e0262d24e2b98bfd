/** Numbers that are collected again and again. Clearing keeps the room, so that a million names leave no garbage. */
export class NumberList {
  items = new Int32Array(64);
  count = 0;

  add(number: number): void {
    if (this.count === this.items.length) this.#grow();
    this.items[this.count++] = number;
  }

  has(number: number): boolean {
    const { items, count } = this;
    for (let at = 0; at < count; at++) if (items[at] === number) return true;
    return false;
  }

  clear(): void {
    this.count = 0;
  }

  /** A copy, for what is rare. */
  toArray(): number[] {
    return [...this.items.subarray(0, this.count)];
  }

  #grow(): void {
    const grown = new Int32Array(this.items.length * 2);
    grown.set(this.items);
    this.items = grown;
  }
}
