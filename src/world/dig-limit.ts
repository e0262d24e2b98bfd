/** Runs a task when there is room for it. */
export type Limit = <Value>(task: () => Promise<Value>) => Promise<Value>;

/** Lets at most so many tasks run at a time, first come, first served. */
export function limitTo(most: number): Limit {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running < most) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve)); // takes over the place of one that ends
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
