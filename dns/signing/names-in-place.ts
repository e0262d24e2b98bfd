/** The names at these two places are equal (RFC 4343 §3). Names are uncompressed and in wire form. */
export function isSameName(names: Uint8Array, a: number, b: number): boolean {
  if (a === b) return true;
  const length = nameLength(names, a);
  return nameLength(names, b) === length && isSame(names, a, b, length);
}

/** The name at `name` lies strictly below the one at `ancestor`. */
export function isBelowName(names: Uint8Array, name: number, ancestor: number): boolean {
  const length = nameLength(names, ancestor);
  const suffix = nameLength(names, name) - length + name;
  if (suffix <= name) return false;
  let at = name;
  while (at < suffix) at += 1 + names[at]!;
  return at === suffix && isSame(names, at, ancestor, length);
}

/** Octets of the name at this place, the final zero included. */
export function nameLength(names: Uint8Array, name: number): number {
  let at = name;
  while (names[at] !== 0) at += 1 + names[at]!;
  return at + 1 - name;
}

/** The octet, in lower case where it is a letter of ASCII. A length octet is none: it is 63 at most. */
export function lowerOctet(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
}

function isSame(names: Uint8Array, a: number, b: number, length: number): boolean {
  for (let at = 0; at < length; at++) {
    if (names[a + at] !== names[b + at] && lowerOctet(names[a + at]!) !== lowerOctet(names[b + at]!))
      return false;
  }
  return true;
}
