import type { Fix } from "./problem.ts";

/**
 * What is wrong with one value, before anybody knows which file it came from. Field kinds throw it; whoever knows
 * the place (the reader of zone files, the loader of YAML, the reader of messages) catches it at once and makes a
 * `Problem` or an outcome of it. It never leaves those three.
 */
export class Fault extends Error {
  /** What was found and what is expected, without a final stop: `is "ten"; expected a whole number`. */
  override readonly message: string;
  /** How to mend it. */
  readonly help: string;
  /** Id of the rule where it is not the field's own. */
  readonly rule: string | undefined;
  /** Where in the value the fault lies, when the value has parts: `["alpn", 1]`. Empty for the value itself. */
  readonly path: readonly (string | number)[];
  /** The edit that mends it, where that is certain. */
  readonly fix: Fix | undefined;

  constructor(
    message: string,
    help: string,
    rule?: string,
    path: readonly (string | number)[] = [],
    fix?: Fix,
  ) {
    super(message);
    this.message = message;
    this.help = help;
    this.rule = rule;
    this.path = path;
    this.fix = fix;
  }
}
