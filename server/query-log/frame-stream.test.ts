import { expect, test } from "vitest";
import {
  ACCEPT,
  controlFrame,
  dataFrame,
  FINISH,
  makeControlReader,
  READY,
  START,
  STOP,
} from "./frame-stream.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const DNSTAP = "00000001 00000016 70726f746f6275663a646e737461702e446e73746170"; // protobuf:dnstap.Dnstap

test.each([
  ["READY", READY, `00000000 00000022 00000004 ${DNSTAP}`],
  ["START", START, `00000000 00000022 00000002 ${DNSTAP}`],
  ["STOP", STOP, "00000000 00000004 00000003"],
])("%s", (_, type, octets) => {
  expect(controlFrame(type)).toEqual(hex(octets));
});

test("data stands behind its length", () => {
  expect(dataFrame(Buffer.alloc(258, 7))).toEqual(Buffer.concat([hex("00000102"), Buffer.alloc(258, 7)]));
});

test("what the other side says may come in pieces, and several at once", () => {
  const read = makeControlReader();
  const octets = hex(`00000000 00000022 00000001 ${DNSTAP} 00000000 00000004 00000005`);
  expect(read(octets.subarray(0, 3))).toEqual([]);
  expect(read(octets.subarray(3, 40))).toEqual([]);
  expect(read(octets.subarray(40))).toEqual([ACCEPT, FINISH]);
});

test.each([
  ["names no content type", "00000000 00000004 00000001", [ACCEPT]],
  ["names ours behind another", `00000000 0000002b 00000001 00000001 00000001 78 ${DNSTAP}`, [ACCEPT]],
  ["names another content type", "00000000 0000000d 00000001 00000001 00000001 78", "broken"],
  ["sends data", "00000004 00000004 00000001", "broken"],
  ["sends a frame that is too long", "00000000 00000201 00000001", "broken"],
  ["sends a frame without a type", "00000000 00000003 000000", "broken"],
])("who %s", (_, octets, expected) => {
  expect(makeControlReader()(hex(octets))).toEqual(expected);
});
