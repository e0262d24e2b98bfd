import { formatZoneText } from "../fmt/format.ts";
import { lineEdits } from "./line-edits.ts";
import type { Edit } from "./range.ts";
import type { Workspace } from "./workspace.ts";

/** The lines that `zonepipe fmt` would write otherwise. A file that cannot be read stays as it is: the diagnostics say why. */
export function formatEdits({ texts }: Workspace, path: string): readonly Edit[] {
  const source = texts.get(path);
  if (source === undefined || !path.endsWith(".yaml")) return [];
  const formatted = formatZoneText(source.text, path);
  return "problems" in formatted ? [] : lineEdits(source, formatted.text);
}
