import type { Logged } from "./logged.ts";

/** Who logs. */
export interface Identity {
  readonly server: string;
  readonly version: string;
}

/**
 * The messages of dnstap for a packet, as protobuf: AUTH_QUERY, and AUTH_RESPONSE where it was answered. The numbers of fields
 * and values are those of `dnstap.proto` of the dnstap project.
 */
export function encodeDnstap(logged: Logged, identity: Identity): Buffer[] {
  const messages = [encode(logged, identity, AUTH_QUERY)];
  if (logged.answer.length > 0) messages.push(encode(logged, identity, AUTH_RESPONSE));
  return messages;
}

function encode(logged: Logged, { server, version }: Identity, type: number): Buffer {
  const { client, server: own, isStream, began, ended } = logged;
  const fields: Uint8Array[] = [number(1, type)];
  if (client !== undefined) fields.push(number(2, client.address.length === 4 ? INET : INET6));
  fields.push(number(3, isStream ? TCP : UDP));
  if (client !== undefined) fields.push(octets(4, client.address));
  if (own.address !== undefined) fields.push(octets(5, own.address));
  if (client !== undefined) fields.push(number(6, client.port));
  if (own.port !== undefined) fields.push(number(7, own.port));
  fields.push(number(8, seconds(began)), fixed32(9, nanoseconds(began)));
  if (type === AUTH_QUERY) fields.push(octets(10, logged.query));
  else fields.push(number(12, seconds(ended)), fixed32(13, nanoseconds(ended)), octets(14, logged.answer));
  return Buffer.concat([
    octets(1, Buffer.from(server)),
    octets(2, Buffer.from(version)),
    octets(14, Buffer.concat(fields)),
    number(15, MESSAGE),
  ]);
}

const MESSAGE = 1;
const AUTH_QUERY = 1;
const AUTH_RESPONSE = 2;
const INET = 1;
const INET6 = 2;
const UDP = 1;
const TCP = 2;

function seconds(time: number): number {
  return Math.floor(time / 1000);
}

function nanoseconds(time: number): number {
  return Math.floor((time - seconds(time) * 1000) * 1e6);
}

// The kinds of fields, told in the lowest bits of their keys.
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

function number(field: number, value: number): Buffer {
  return Buffer.from([...varint((field << 3) | VARINT), ...varint(value)]);
}

function fixed32(field: number, value: number): Buffer {
  const key = varint((field << 3) | FIXED32);
  const encoded = Buffer.alloc(key.length + 4);
  encoded.set(key);
  encoded.writeUInt32LE(value, key.length);
  return encoded;
}

function octets(field: number, value: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from([...varint((field << 3) | LENGTH_DELIMITED), ...varint(value.length)]),
    value,
  ]);
}

/** Seven bits at a time, the lowest first; a number of seconds has more than 32. */
function varint(value: number): number[] {
  const encoded: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) encoded.push((rest % 0x80) | 0x80);
  encoded.push(rest);
  return encoded;
}
