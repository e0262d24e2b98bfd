import { expect, test } from "vitest";
import { exchange, queryOf } from "../test/serve-text.ts";
import { guard } from "./guard.ts";

test("where respond fails the client gets SERVFAIL, and the failure is told with its packet", () => {
  const failures: unknown[] = [];
  const failing = guard(
    () => {
      throw new Error("defect");
    },
    (error, packet) => failures.push(error, Buffer.from(packet).toString("hex")),
  );
  const packet = queryOf("www.example.com. A");
  packet[2] = 1;
  expect(exchange(failing, packet)?.toString("hex")).toBe("123481020000000000000000");
  expect(failures).toEqual([new Error("defect"), packet.toString("hex")]);
  expect(exchange(failing, packet.subarray(0, 5))).toBeUndefined();
  packet[2] = 0x81;
  expect(exchange(failing, packet)).toBeUndefined();
});
