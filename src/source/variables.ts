import type { Position } from "../../dns/problem.ts";

/** Addresses and names that recur, as `names:` of `_config.yaml` has them, by what they are called. */
export type Variables = ReadonlyMap<string, Variable>;

/** What `$web` stands for. */
export type Variable =
  | {
      readonly kind: "addresses";
      /** In their canonical form, in the order of the file. */
      readonly ipv4: readonly string[];
      readonly ipv6: readonly string[];
      readonly at: Position;
    }
  | {
      readonly kind: "name";
      /** As written: letters outside ASCII, and with or without its final dot. */
      readonly name: string;
      readonly at: Position;
    };

/** What a variable stands for, as texts. */
export function valuesOf(variable: Variable): readonly string[] {
  switch (variable.kind) {
    case "addresses":
      return [...variable.ipv4, ...variable.ipv6];
    case "name":
      return [variable.name];
    default:
      return variable satisfies never;
  }
}
