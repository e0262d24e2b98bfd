import { showHidden } from "../../../dns/show-hidden.ts";

const MOST = 1_000; // characters: thousands of long ones must stay below the 10 MB that GitHub takes

/**
 * A plain text message of SARIF (§3.11) in which a user's text does nothing: `[text](address)` would be a link and
 * `{0}` a placeholder there, so a zero-width space parts them.
 */
export function plainText(text: string): string {
  const shown = showHidden(text);
  const short = shown.length > MOST ? `${shown.slice(0, MOST).toWellFormed()}…` : shown;
  return short.replaceAll("](", "]\u200b(").replace(/\{(?=\d+\})/g, "{\u200b");
}
