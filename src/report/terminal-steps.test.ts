import { expect, test } from "vitest";
import { BASE, planned } from "../../test/planned.ts";
import { stepsOf } from "../plan/steps/steps.ts";
import { stepLines } from "./terminal-steps.ts";

const plainly = (_: unknown, text: string) => text;
const linesOf = (after: string, before = BASE) => stepLines(stepsOf(planned(after, before)), plainly);

test("each step says what it waits for", () => {
  const moved = BASE.replace("MX 10 mail\n", "MX 10 mx\n").replace("mail A 192.0.2.25", "mx A 192.0.2.26");
  expect(linesOf(moved).map((line) => line.trim())).toEqual([
    "",
    "Step 1, now",
    "+  mx.example.com.  300  A  192.0.2.26  z:8",
    "",
    "Step 2, 15 minutes after every nameserver answers the step before",
    "-  example.com.  3600  MX  10 mail.example.com.",
    "+  example.com.  3600  MX  10 mx.example.com.    z:4",
    "",
    "Step 3, 1 hour after every nameserver answers the step before",
    "-  mail.example.com.  300  A  192.0.2.25",
  ]);
});

test("a step that hangs on the parent zone, for a time that nobody here knows", () => {
  const moved = BASE.replace("@ 3600 NS ns1", "@ 3600 NS ns2").replace("ns1 A", "ns2 A");
  expect(linesOf(moved)).toContain(
    "Step 3, when the TTL of the parent zone is over since every nameserver answers the step before",
  );
});

test("what no order mends is told", () => {
  const tlsa = (digit: string) => `t TLSA 3 1 1 ${digit.repeat(64)}\n`;
  const text = (target: string) =>
    `${BASE}_25._tcp.mail CNAME ${target}\n${tlsa("a")}${tlsa("b").replace("t ", "u ")}`;
  expect(linesOf(text("u"), text("t"))).toContain("No order was found in which nothing fails:");
});

test("a plan without changes has no steps", () => {
  expect(linesOf(BASE)).toEqual([]);
});
