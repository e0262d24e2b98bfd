/** How new serials are made: `date` is YYYYMMDDnn in UTC, `unixtime` is seconds since 1970, `increment` is one more. */
export type SerialStyle = "date" | "unixtime" | "increment";

/** The serial that the style would give a zone changed at this moment, were there no earlier one. */
export function styleSerial(style: SerialStyle, now: Date): number {
  switch (style) {
    case "date":
      return Number(now.toISOString().slice(0, 10).replaceAll("-", "")) * 100;
    case "unixtime":
      return Math.floor(now.getTime() / 1000) % 2 ** 32;
    case "increment":
      return 1;
    default:
      return style satisfies never;
  }
}

/** The serial may have been made by this style: one that it makes now goes on from there. */
export function isOfStyle(style: SerialStyle, serial: number): boolean {
  switch (style) {
    case "date":
      return serial >= 1_970_000_000; // a year that a computer has lived in
    case "unixtime":
      return serial >= 946_684_800; // the year 2000, before which few used it
    case "increment":
      return true;
    default:
      return style satisfies never;
  }
}
