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
