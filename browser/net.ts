/** 4 or 6 for the text of an IP address of that version, 0 for any other text. */
export function isIP(text: string): 0 | 4 | 6 {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text)) return 4;
  if (!text.includes(":") || !/^[0-9a-f:.]+$/i.test(text)) return 0;
  try {
    return new URL(`ws://[${text}]`).hostname === "" ? 0 : 6;
  } catch {
    return 0;
  }
}
