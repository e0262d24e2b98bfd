import { readFileSync } from "node:fs";

/** What a server and its zones were built from, as `build.json` beside it tells; null for what is not told. */
export interface Build {
  /** The commit of the zones, 40 hex digits. */
  readonly commit: string | null;
  /** Digest of all that went into the image: `sha256:…`. */
  readonly inputs: string | null;
  /** Digest of the zones in it: `sha256:…`. */
  readonly zones: string | null;
}

/** When that was, in seconds since 1970, as `build.json` tells; null where it does not. */
export function readBuildTime(path: string): number | null {
  const { time } = contentOf(path);
  return typeof time === "number" && Number.isSafeInteger(time) && time >= 0 ? time : null;
}

/** Reads `build.json`. Without that file nothing is known; what it says in another form is not told either. */
export function readBuild(path: string): Build {
  const facts = contentOf(path);
  return {
    commit: matching(facts.commit, /^[0-9a-f]{40}$/),
    inputs: matching(facts.inputs, DIGEST),
    zones: matching(facts.zones, DIGEST),
  };
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

function contentOf(path: string): { readonly [key: string]: unknown } {
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof content === "object" && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}

function matching(value: unknown, form: RegExp): string | null {
  return typeof value === "string" && form.test(value) ? value : null;
}
