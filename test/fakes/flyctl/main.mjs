// @ts-check
// The program that stands on the PATH as flyctl: it hands its words to the Fly.io that a test has started, and prints what
// that says. JavaScript, because it starts hundreds of times in one test run and starts sooner without types to strip.
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";

const { FAKE_FLY_STATE: state = "", FLY_API_TOKEN: token = "" } = process.env;
/** @type {import("./protocol.ts").Request} */
const request = { words: process.argv.slice(2), token, process: process.pid, caller: process.ppid };
const socket = connect(join(state, "socket"));
socket.write(`${JSON.stringify(request)}\n`);
socket.on("error", (error) => {
  process.stderr.write(`the fake flyctl cannot reach its Fly.io: ${error.message}\n`);
  process.exitCode = 99;
});
createInterface({ input: socket }).on("line", (line) => {
  /** @type {import("./protocol.ts").Piece} */
  const piece = JSON.parse(line);
  if (piece.to === "exit") process.exitCode = piece.code;
  else process[piece.to].write(piece.text);
});
