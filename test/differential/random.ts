/** Random choices that are the same in every run with the same seeds. */
export interface Random {
  /** A whole number from 0 to `count` - 1. */
  readonly below: (count: number) => number;
  /** True with this probability, 0 to 1. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** An item by weight; weights are whole numbers of any sum. */
  readonly weighted: <Item>(choices: readonly (readonly [weight: number, item: Item])[]) => Item;
}

/** A source of random choices of its own for every sequence of seeds. */
export function seededRandom(...seeds: readonly number[]): Random {
  let state = 0x9e3779b9;
  for (const seed of seeds) state = mix(state ^ mix(seed >>> 0) ^ mix(Math.floor(seed / 2 ** 32)));

  return {
    below: (count) => Math.floor(next() * count),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weighted,
  };

  /** Mulberry32: 0 up to 1. */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  }

  function weighted<Item>(choices: readonly (readonly [weight: number, item: Item])[]): Item {
    let left = Math.floor(next() * choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, item] of choices) {
      left -= weight;
      if (left < 0) return item;
    }
    throw new RangeError("Weights are all 0; expected one above it");
  }
}

/** The finalizer of MurmurHash3. */
function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
