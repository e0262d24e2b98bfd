/**
 * The shortest list of these items, in their order, that is still wrong: halves are dropped, then quarters and so on
 * down to single items, for as long as something can go.
 */
export async function minimise<Item>(
  items: readonly Item[],
  isWrong: (items: readonly Item[]) => boolean | Promise<boolean>,
): Promise<readonly Item[]> {
  let smallest = items;
  for (let size = Math.ceil(items.length / 2); size > 1; size = Math.ceil(size / 2)) {
    smallest = await drop(smallest, size, isWrong);
  }
  for (let before = Number.POSITIVE_INFINITY; smallest.length < before; ) {
    before = smallest.length;
    smallest = await drop(smallest, 1, isWrong);
  }
  return smallest;
}

/** Without every run of `size` items that can go. */
async function drop<Item>(
  items: readonly Item[],
  size: number,
  isWrong: (items: readonly Item[]) => boolean | Promise<boolean>,
): Promise<readonly Item[]> {
  let left = items;
  for (let at = 0; at < left.length; ) {
    const shorter = [...left.slice(0, at), ...left.slice(at + size)];
    if (await isWrong(shorter)) left = shorter;
    else at += size;
  }
  return left;
}
