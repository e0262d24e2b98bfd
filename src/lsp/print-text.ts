/** A text as it is written in YAML in the place of another: in the same quotes, and in some where it needs them. */
export function printText(text: string, before: string): string {
  if (before.startsWith('"') && !NEEDS_ESCAPES.test(text)) return JSON.stringify(text);
  if (before.startsWith("'") || !isPlain(text)) return `'${text.replaceAll("'", "''")}'`;
  return text;
}

/** JSON and YAML write the same in double quotes but for what nobody sees. */
const NEEDS_ESCAPES = /[^\P{C}\n\t]/u;

/** Every reader of YAML takes it for this text, or for the number that it is, in brackets, too. */
function isPlain(text: string): boolean {
  if (/^(?:0|[1-9][0-9]{0,9})$/.test(text) || /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/.test(text)) return true;
  return /^[A-Za-z_$/][\w.;/=+-]*$/.test(text) && !WORDS.test(text);
}

const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
