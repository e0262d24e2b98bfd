/** A host in A-labels, as URLs have it (UTS #46); empty where it is none. The browser's own conversion. */
export function domainToASCII(host: string): string {
  try {
    return new URL(`ws://${host}`).hostname;
  } catch {
    return "";
  }
}

/** A host with its A-labels as letters; a label that is the A-label of nothing stays. */
export function domainToUnicode(host: string): string {
  return host
    .split(".")
    .map((label) => (label.startsWith("xn--") ? (decode(label.slice(4)) ?? label) : label))
    .join(".");
}

const [BASE, T_MIN, T_MAX, SKEW, DAMP, FIRST_BIAS, FIRST] = [36, 1, 26, 38, 700, 72, 128]; // RFC 3492 §5

/** Punycode (RFC 3492 §6.2). */
function decode(text: string): string | undefined {
  const at = text.lastIndexOf("-");
  const points = at > 0 ? [...text.slice(0, at)].map((char) => char.charCodeAt(0)) : [];
  let [code, index, bias] = [FIRST, 0, FIRST_BIAS];
  for (let next = at > 0 ? at + 1 : 0; next < text.length; ) {
    const before = index;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = digitOf(text.charCodeAt(next++));
      if (digit === undefined) return undefined;
      index += digit * weight;
      const limit = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < limit) break;
      weight *= BASE - limit;
    }
    const count = points.length + 1;
    bias = adapt(index - before, count, before === 0);
    code += Math.floor(index / count);
    index %= count;
    if (code > 0x10ffff) return undefined;
    points.splice(index++, 0, code);
  }
  return String.fromCodePoint(...points);
}

function digitOf(code: number): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 22;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x61 : undefined;
}

/** RFC 3492 §6.1. */
function adapt(delta: number, count: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? DAMP : 2));
  left += Math.floor(left / count);
  let k = 0;
  for (; left > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) left = Math.floor(left / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * left) / (left + SKEW));
}
