import type { Logged } from "./logged.ts";

/** Who logs. */
export interface Identity {
  readonly server: string;
  readonly version: string;
}

/** Gives the messages of dnstap for a packet, as protobuf: AUTH_QUERY, and AUTH_RESPONSE where it was answered. */
export type EncodeDnstap = (logged: Logged) => readonly Uint8Array[];

/**
 * Encodes for one who logs. The numbers of fields and values are those of `dnstap.proto` of the dnstap project. All messages are
 * written in the same room, and copied out of it.
 */
export function makeDnstapEncoder({ server, version }: Identity): EncodeDnstap {
  const head = Buffer.concat([field(1, Buffer.from(server)), field(2, Buffer.from(version))]);
  const tail = Buffer.from([key(15, VARINT), MESSAGE]);
  const encode = (logged: Logged, type: number): Uint8Array => {
    at = 0;
    writeMessage(logged, type);
    const end = at;
    writeVarint(key(14, LENGTH_DELIMITED)); // behind the message, which it stands before
    writeVarint(end);
    return Buffer.concat([head, room.subarray(end, at), room.subarray(0, end), tail]);
  };
  return (logged) => {
    const asked = encode(logged, AUTH_QUERY);
    return logged.answer.length === 0 ? [asked] : [asked, encode(logged, AUTH_RESPONSE)];
  };
}

function writeMessage({ client, server, isStream, began, ended, query, answer }: Logged, type: number): void {
  writeNumber(1, type);
  if (client !== undefined) writeNumber(2, client.address.length === 4 ? INET : INET6);
  writeNumber(3, isStream ? TCP : UDP);
  if (client !== undefined) writeOctets(4, client.address);
  if (server.address !== undefined) writeOctets(5, server.address);
  if (client !== undefined) writeNumber(6, client.port);
  if (server.port !== undefined) writeNumber(7, server.port);
  writeTime(8, began);
  if (type === AUTH_QUERY) {
    writeOctets(10, query);
  } else {
    writeTime(12, ended);
    writeOctets(14, answer);
  }
}

const MESSAGE = 1;
const AUTH_QUERY = 1;
const AUTH_RESPONSE = 2;
const INET = 1;
const INET6 = 2;
const UDP = 1;
const TCP = 2;

// The kinds of fields, told in the lowest bits of their keys.
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Room for the longest packet and all that is said of it. */
const room = Buffer.alloc(65_535 + 256);
let at = 0;

function key(number: number, kind: number): number {
  return (number << 3) | kind;
}

/** Seven bits at a time, the lowest first; a number of seconds has more than 32. */
function writeVarint(value: number): void {
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) room[at++] = (rest % 0x80) | 0x80;
  room[at++] = rest;
}

function writeNumber(number: number, value: number): void {
  writeVarint(key(number, VARINT));
  writeVarint(value);
}

function writeOctets(number: number, value: Uint8Array): void {
  writeVarint(key(number, LENGTH_DELIMITED));
  writeVarint(value.length);
  room.set(value, at);
  at += value.length;
}

/** Seconds, and in the field after them nanoseconds. */
function writeTime(number: number, time: number): void {
  const seconds = Math.floor(time / 1000);
  writeNumber(number, seconds);
  writeVarint(key(number + 1, FIXED32));
  at = room.writeUInt32LE(Math.floor((time - seconds * 1000) * 1e6), at);
}

function field(number: number, value: Uint8Array): Buffer {
  at = 0;
  writeOctets(number, value);
  return Buffer.from(room.subarray(0, at));
}
