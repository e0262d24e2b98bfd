import { WorldError } from "../../files/world-error.ts";
import type { BuildOrder } from "./fly.ts";

/**
 * Finds the reference of the image that `flyctl deploy --build-only --push` says it made, on either of its streams: 0.4.87
 * says it on the standard error output. It is the app's and has the label that was asked for; a line of the build itself
 * may look the same otherwise.
 */
export function parseBuild(
  { app, label }: Pick<BuildOrder, "app" | "label">,
  outputs: readonly string[],
): string {
  const name = `/${app}:${label}`;
  const lines = outputs.flatMap((output) => output.split("\n").map((line) => line.trim()));
  const reference = lines
    .findLast((line) => line.startsWith("image: ") && line.endsWith(name))
    ?.slice("image: ".length);
  if (reference !== undefined && /^[a-z0-9][a-z0-9./:_@-]*$/i.test(reference)) return reference;
  throw new WorldError(
    `Cannot find the image that was built: flyctl printed no line "image: …${name}". ` +
      "Another version of flyctl may print something else; and what [build] in fly.toml names is taken instead of a new image",
  );
}
