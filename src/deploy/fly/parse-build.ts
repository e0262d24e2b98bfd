import { WorldError } from "../../files/world-error.ts";

/** Finds the reference of the image that `flyctl deploy --build-only --push` says it made. */
export function parseBuild(output: string): string {
  const lines = output.split("\n").map((line) => line.trim());
  // A line of the build itself may look the same and comes before.
  const reference = lines.findLast((line) => /^image: \S+$/.test(line))?.slice("image: ".length);
  if (reference !== undefined && /^[a-z0-9][a-z0-9./:_@-]*$/i.test(reference)) return reference;
  throw new WorldError(
    'Cannot find the image that was built: flyctl printed no line "image: …" with a reference. ' +
      "Another version of flyctl may print something else",
  );
}
