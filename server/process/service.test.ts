import { type ChildProcess, fork } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeAnswer, queryOf } from "../../test/serve-text.ts";
import type { ProgramMessage } from "../../test/service-program.ts";

const ROOT = join(import.meta.dirname, "../..");
const ANSWER = ["NOERROR aa", "ns.example.com. 300 IN A 192.0.2.1"];
const QUESTION = queryOf("ns.example.com. A");

// A copy that every user may read, for a thread that is started again reads the program again.
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-service-"));
  for (const part of ["dns", "server", "package.json", "test/service-program.ts"]) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  writeFileSync(
    join(folder, "example.com.zone"),
    "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n",
  );
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

const started: ChildProcess[] = [];
afterEach(() => {
  for (const program of started.splice(0)) program.kill("SIGKILL");
});

/** Starts the program with one thread for UDP and one for TCP. */
async function start(...words: string[]) {
  const args = ["--listen", "127.0.0.1:0", "--zones", folder, "--udp-threads", "1", ...words];
  const program = fork(join(folder, "test/service-program.ts"), args, { silent: true });
  started.push(program);
  const complaints = createInterface({ input: program.stderr! })[Symbol.asyncIterator]();
  const ready = await next(program);
  if (!("addresses" in ready)) throw new Error("The program is not ready");
  const port = Number(ready.addresses[0]!.split(":")[1]);
  return { program, complaints, port, ready };
}

/** Reads on until a line says this. */
async function says(lines: AsyncIterator<string>, text: string): Promise<void> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`No line says "${text}"`);
    if (value.includes(text)) return;
  }
}

async function next(program: ChildProcess): Promise<ProgramMessage> {
  const [message] = await once(program, "message");
  return message as ProgramMessage; // the program sends nothing else
}

async function kill(program: ChildProcess, thread: number): Promise<ProgramMessage> {
  program.send(thread);
  return await next(program);
}

async function askUdp(port: number): Promise<string[]> {
  const socket = createSocket("udp4");
  socket.send(QUESTION, port, "127.0.0.1");
  const [answer] = await once(socket, "message");
  socket.close();
  return describeAnswer(answer);
}

async function askTcp(port: number): Promise<string[]> {
  const socket = connect(port, "127.0.0.1");
  socket.write(Buffer.concat([Buffer.from([0, QUESTION.length]), QUESTION]));
  const [answer] = await once(socket, "data");
  socket.destroy();
  return describeAnswer(answer.subarray(2));
}

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn("skipped: only root can give up being root");

interface Run {
  readonly how: string;
  readonly words: readonly string[];
  readonly user: number | undefined;
}

const AS_STARTED: Run = { how: "as it was started", words: [], user: process.getuid?.() };
const AS_NOBODY: Run = {
  how: "after the drop of privileges",
  words: ["--user", "nobody", "--group", "nogroup"],
  user: 65534,
};

test.each(isRoot ? [AS_STARTED, AS_NOBODY] : [AS_STARTED])(
  "a thread that dies comes back to its open socket and answers, $how",
  async ({ words, user }) => {
    const { program, complaints, port, ready } = await start(...words);
    expect(ready).toMatchObject({ user });
    if (user === 65534) expect(ready).toMatchObject({ groups: [65534] });
    expect([await askUdp(port), await askTcp(port)]).toEqual([ANSWER, ANSWER]);
    // Nobody answers for a while, but the sockets are open: what comes meanwhile waits in them.
    expect(await kill(program, 0)).toEqual({ killed: "udp 1" });
    expect(await askUdp(port)).toEqual(ANSWER);
    await says(complaints, "Thread udp 1 is started again");
    expect(await kill(program, 1)).toEqual({ killed: "tcp" });
    expect(await askTcp(port)).toEqual(ANSWER);
    expect(await askUdp(port)).toEqual(ANSWER);
    await says(complaints, "Thread tcp is started again");
    const ended = once(program, "exit");
    program.disconnect();
    expect(await ended).toEqual([0, null]);
  },
);
