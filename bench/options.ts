import { parseArgs } from "node:util";
import { findCheckout } from "./other-checkout.ts";
import { ROWS } from "./server/rows.ts";

/** What a benchmark may be told. */
export interface BenchOptions {
  /** The whole path of another checkout to compare with. */
  readonly base?: string;
  /** Ids of rows of `server`. */
  readonly rows?: readonly string[];
}

/** A benchmark, and which options mean something to it. */
export interface Benchmark {
  readonly takes: readonly (keyof BenchOptions)[];
  readonly run: (options: BenchOptions) => Promise<void>;
}

/** One that takes no options. */
export function alone(run: () => Promise<void>): Benchmark {
  return { takes: [], run };
}

/** Reads the words behind the name of a benchmark that takes these options; gives what is wrong with them. */
export function readBenchOptions(
  words: readonly string[],
  takes: Benchmark["takes"],
): (BenchOptions & { readonly isKept: boolean }) | { readonly error: string } {
  let values: { readonly keep?: boolean; readonly base?: string; readonly rows?: string };
  try {
    values = parseArgs({
      args: [...words],
      options: { keep: { type: "boolean" }, base: { type: "string" }, rows: { type: "string" } },
    }).values;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  const { keep = false, base, rows } = values;
  const strange = (["base", "rows"] as const).filter(
    (each) => values[each] !== undefined && !takes.includes(each),
  );
  if (strange.length > 0) return { error: `It takes no --${strange.join(" and no --")}` };
  const checkout = base === undefined ? undefined : findCheckout(base);
  if (typeof checkout === "object") return checkout;
  const ids = rows?.split(",");
  const unknown = ids?.filter((id) => ROWS.every((row) => row.id !== id)) ?? [];
  if (unknown.length > 0)
    return {
      error: `There is no row ${unknown.join(", ")}; there are ${ROWS.map(({ id }) => id).join(", ")}`,
    };
  return {
    isKept: keep,
    ...(checkout !== undefined && { base: checkout }),
    ...(ids !== undefined && { rows: ids }),
  };
}
