/**
 * SHA-1 (FIPS 180-4 §6.1) over short inputs, without an object per call: NSEC3 needs it for names that do not exist,
 * while a packet is answered. `message` must have room for 72 octets after `length`; they are overwritten. The digest
 * goes to the first 20 octets of `into`.
 */
export function sha1(message: Uint8Array, length: number, into: Uint8Array): void {
  const blocks = (length + 72) >>> 6;
  const end = blocks << 6;
  message[length] = 0x80;
  for (let at = length + 1; at < end; at++) message[at] = 0;
  const bits = length * 8;
  message[end - 3] = bits >>> 16;
  message[end - 2] = bits >>> 8;
  message[end - 1] = bits;
  state[0] = 0x67452301;
  state[1] = 0xefcdab89;
  state[2] = 0x98badcfe;
  state[3] = 0x10325476;
  state[4] = 0xc3d2e1f0;
  for (let at = 0; at < end; at += 64) addBlock(message, at);
  for (let word = 0; word < 5; word++) {
    const value = state[word]!;
    into[4 * word] = value >>> 24;
    into[4 * word + 1] = value >>> 16;
    into[4 * word + 2] = value >>> 8;
    into[4 * word + 3] = value;
  }
}

const state = new Int32Array(5);
const schedule = new Int32Array(80);

function addBlock(message: Uint8Array, start: number): void {
  for (let word = 0, at = start; word < 16; word++, at += 4) {
    schedule[word] =
      (message[at]! << 24) | (message[at + 1]! << 16) | (message[at + 2]! << 8) | message[at + 3]!;
  }
  for (let word = 16; word < 80; word++) {
    const mixed = schedule[word - 3]! ^ schedule[word - 8]! ^ schedule[word - 14]! ^ schedule[word - 16]!;
    schedule[word] = (mixed << 1) | (mixed >>> 31);
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  for (let word = 0; word < 20; word++) {
    const next = (((a << 5) | (a >>> 27)) + ((b & c) | (~b & d)) + e + 0x5a827999 + schedule[word]!) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (let word = 20; word < 40; word++) {
    const next = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0x6ed9eba1 + schedule[word]!) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (let word = 40; word < 60; word++) {
    const next =
      (((a << 5) | (a >>> 27)) + ((b & c) | (b & d) | (c & d)) + e + 0x8f1bbcdc + schedule[word]!) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  for (let word = 60; word < 80; word++) {
    const next = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0xca62c1d6 + schedule[word]!) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  state[0] = (state[0]! + a) | 0;
  state[1] = (state[1]! + b) | 0;
  state[2] = (state[2]! + c) | 0;
  state[3] = (state[3]! + d) | 0;
  state[4] = (state[4]! + e) | 0;
}
