import { trimEndOf } from "../../dns/trim-end.ts";

/** A path below a folder, as the user would type it. */
export function joinPath(folder: string, name: string): string {
  return folder === "." ? name : `${trimEndOf(folder, "/")}/${name}`;
}
