import { printName } from "../../../dns/name.ts";
import type { SettingChange } from "../../plan/settings.ts";
import { count } from "../wording.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import type { Block } from "./fit.ts";

const MOST_NAMED = 5; // zones that have a change in common

/** What changes in `_config.yaml`, whether a record shows it or not. */
export function settingSection(settings: readonly SettingChange[]): Block {
  const title = "### Settings";
  const lines = settings.map(({ zones, message }) => {
    const names = zones.slice(0, MOST_NAMED).map((zone) => codeSpan(printName(zone)));
    const more = zones.length - names.length;
    return `- ${names.join(", ")}${more > 0 ? ` and ${count(more, "more zone")}` : ""}: ${escapeMarkdown(message)}.`;
  });
  const brief = `${title}\n\n${count(settings.length, "setting")} changed, too many for this place.`;
  return { full: `${title}\n\n${lines.join("\n")}`, brief };
}
