import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { WorldError } from "../files/world-error.ts";
import { type Conversation, converse } from "./pipe-conversation.ts";

/** Long enough for any machine. */
const PATIENCE = 60_000;
const ONE = Uint8Array.of(0, 1, 7);

/** A conversation with a program of these lines. */
function talkTo(program: string): Conversation {
  return converse(spawn(process.execPath, ["-e", program]));
}

test("whoever is silent for too long is killed, and the question fails with that", async () => {
  const silent = talkTo(`process.stdin.resume(); process.stderr.write("I sleep\\n")`);
  await expect(silent.ask(ONE, 1_000, "Cannot ask")).rejects.toThrow(
    new WorldError("Cannot ask: nothing has come from it for 1 seconds\nI sleep"),
  );
  await silent.ended;
});

test("whoever is slow, but not silent, is waited for", async () => {
  const slow = talkTo(`
    process.stdin.once("data", (frame) => {
      let at = 0;
      const timer = setInterval(() => {
        process.stdout.write(frame.subarray(at, ++at));
        if (at === frame.length) clearInterval(timer);
      }, 250);
    });`);
  const began = performance.now();
  expect(Buffer.from(await slow.ask(framesOfOne(4), 2_000, "Cannot ask")).equals(framesOfOne(4))).toBe(true);
  expect(performance.now() - began).toBeGreaterThan(2_000);
  await slow.stop();
});

function framesOfOne(count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, () => ONE)).subarray(0, count * ONE.length);
}

test("whoever dies is quoted with the end of what it said, in this question and in the next", async () => {
  const dying = talkTo(`
    process.stdin.once("data", () => {
      process.stderr.write("x".repeat(100_000) + "\\nI die\\n", () => process.exit(7));
    });`);
  const failure = await dying.ask(framesOfOne(2), PATIENCE, "Cannot ask").catch((error: Error) => error);
  expect(failure).toBeInstanceOf(WorldError);
  expect(String(failure)).toMatch(/^Error: Cannot ask: it ended with 7\nx+\nI die$/);
  expect(String(failure).length).toBeLessThan(5_000);
  await expect(dying.ask(ONE, PATIENCE, "Cannot ask")).rejects.toThrow("it ended with 7");
});

test("whoever gives only some of the answers and ends is no answer", async () => {
  const half = talkTo(
    `process.stdin.once("data", () => process.stdout.write("\\0\\x01a\\0", () => process.exit(0)));`,
  );
  await expect(half.ask(framesOfOne(2), PATIENCE, "Cannot ask")).rejects.toThrow("it ended with 0");
});

test("whoever answers more than it was asked is not believed", async () => {
  const chatty = talkTo(`process.stdin.once("data", () => process.stdout.write("\\0\\x01a\\0\\x01b"));`);
  await expect(chatty.ask(ONE, PATIENCE, "Cannot ask")).rejects.toThrow("it answers more than it was asked");
});

test("a program that is not there is told", async () => {
  const none = converse(spawn("/nowhere/at-all"));
  await expect(none.ask(ONE, PATIENCE, "Cannot ask")).rejects.toThrow("ENOENT");
});

test("queries that end inside a frame are refused before anything is sent", async () => {
  const echo = talkTo("process.stdin.pipe(process.stdout)");
  for (const cut of [ONE.subarray(0, 1), ONE.subarray(0, 2)]) {
    await expect(echo.ask(cut, PATIENCE, "Cannot ask")).rejects.toThrow("end inside a frame");
  }
  expect(await echo.ask(new Uint8Array(0), PATIENCE, "Cannot ask")).toEqual(new Uint8Array(0));
  expect(Buffer.from(await echo.ask(ONE, PATIENCE, "Cannot ask"))).toEqual(Buffer.from(ONE));
  await echo.stop();
});

test("pipes that are full on both sides do not stop it: 50 MB there and back", async () => {
  // It reads nothing while it writes, as the server does.
  const echo = talkTo(`
    const { readSync, writeSync } = require("node:fs");
    const piece = Buffer.alloc(1 << 20);
    for (let length; (length = readSync(0, piece)) > 0; )
      for (let at = 0; at < length; ) at += writeSync(1, piece, at, length - at);`);
  const frame = Buffer.alloc(2 + 50_000, 1);
  frame.writeUInt16BE(50_000);
  const stream = Buffer.concat(Array.from({ length: 1_000 }, () => frame));
  expect(Buffer.from(await echo.ask(stream, PATIENCE, "Cannot ask")).equals(stream)).toBe(true);
  await echo.stop();
});

test("stopping it ends a question that is under way", async () => {
  const silent = talkTo("process.stdin.resume()");
  const failure = expect(silent.ask(ONE, PATIENCE, "Cannot ask")).rejects.toThrow("it was stopped");
  await silent.stop();
  await failure;
});
