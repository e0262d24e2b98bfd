import type { AskedRecord, AskedTotals } from "./asked-record.ts";

/**
 * Gives what was counted last, and counts again where that is older than a minute and nobody does yet: for one who asks often and
 * cannot wait. Undefined until the first count has ended.
 *
 * @param now milliseconds since 1970
 */
export function recentTotals(
  record: Pick<AskedRecord, "totals">,
  now: () => number,
): () => AskedTotals | undefined {
  let known: AskedTotals | undefined;
  let begun = Number.NEGATIVE_INFINITY;
  let isBusy = false;
  const recount = async () => {
    isBusy = true;
    begun = now();
    try {
      known = await record.totals();
    } finally {
      isBusy = false;
    }
  };
  const give = () => {
    if (!isBusy && now() - begun >= KEPT) void recount();
    return known;
  };
  give();
  return give;
}

const KEPT = 60_000; // milliseconds: of a million names a count takes a processor for a moment
