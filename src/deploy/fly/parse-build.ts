import { WorldError } from "../../files/world-error.ts";

/** Finds the reference of the image that `flyctl deploy --build-only --push` says it made. */
export function parseBuild(output: string): string {
  const references = [...output.matchAll(/^\s*image: (\S+)\s*$/gm)].map((match) => match[1]!);
  const reference = references.at(-1); // a line of the build itself may look the same and comes before
  if (reference !== undefined && /^[a-z0-9][a-z0-9./:_@-]*$/i.test(reference)) return reference;
  throw new WorldError(
    'Cannot find the image that was built: flyctl printed no line "image: …" with a reference. ' +
      "Another version of flyctl may print something else",
  );
}
