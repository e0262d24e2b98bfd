import { overlay } from "../src/lsp/overlay.ts";
import type { Place } from "../src/lsp/range.ts";
import { type Workspace, workspaceReader } from "../src/lsp/workspace.ts";
import { fakeFiles } from "./fakes/files.ts";

/** A workspace of the files of `/zones` on a day, and the place that `|` marks in one of them, which is taken out. */
export async function workspaceOf(
  files: { readonly [name: string]: string },
  day = "2026-11-30",
): Promise<{ readonly workspace: Workspace; readonly path: string; readonly place: Place }> {
  const open = overlay(fakeFiles({ "zones/zone.schema.json": "{}" }));
  let marked = { path: "/zones/example.com.yaml", place: { line: 0, character: 0 } };
  for (const [name, text] of Object.entries(files)) {
    const path = `/zones/${name}`;
    const at = text.indexOf("|");
    if (at !== -1) {
      const before = text.slice(0, at).split("\n");
      marked = { path, place: { line: before.length - 1, character: before.at(-1)!.length } };
    }
    open.show(path, text.replace("|", ""));
  }
  return { workspace: await workspaceReader("/zones", open, () => new Date(day))(), ...marked };
}
