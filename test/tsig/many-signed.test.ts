import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { printTsigKey } from "../../dns/tsig/key.ts";
import { freePort } from "../../scripts/free-port.ts";
import { builtServer } from "../built-bundles.ts";
import { startOurServer } from "../our-server.ts";
import { queryOf } from "../serve-text.ts";
import { KEY, signMessage } from "../tsig.ts";

const QUERIES = 10_000;
const AT_ONCE = 64;

// A signature leaves garbage behind, so the thread that answers collects it while it is in system calls. What those write to has
// to be there still; with two addresses one thread waits for several sockets.
test("many signed questions at two addresses are all answered, by a server that lives on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-signed-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, "example.com.zone"),
    "@ 300 SOA ns host 1 1 1 1 1\n@ 300 NS ns\nns 300 A 192.0.2.1\n",
  );
  const second = await freePort();
  const words = ["--listen", "127.0.0.1:0", "--listen", `127.0.0.2:${second}`, "--udp-threads", "1"];
  const keys = { ZONEPIPE_TSIG_KEYS: printTsigKey(KEY) };
  const server = await startOurServer(folder, words, await builtServer(), keys);
  onTestFinished(() => void server.stop());

  const socket = createSocket("udp4");
  onTestFinished(() => void socket.close());
  const { octets } = signMessage(queryOf("ns.example.com. A"), KEY, Math.floor(Date.now() / 1000));
  let sent = 0;
  let signed = 0;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const send = () => {
    const isFirst = sent++ % 2 === 0;
    socket.send(octets, isFirst ? server.port : second, isFirst ? "127.0.0.1" : "127.0.0.2");
  };
  socket.on("error", reject);
  socket.on("message", (answer) => {
    if (answer[11] === 1) signed += 1; // TSIG is the only additional record
    if (signed === QUERIES) resolve();
    else if (sent < QUERIES) send();
  });
  for (let open = 0; open < AT_ONCE; open++) send();
  const ended = new Promise<void>((_, fail) => {
    const timer = setInterval(() => {
      if (server.hasEnded())
        fail(new Error(`The server ended after ${signed} answers: ${server.complaints.join("\n")}`));
    }, 50);
    onTestFinished(() => clearInterval(timer));
  });
  await Promise.race([promise, ended]);
  expect(await server.stop()).toBe(0);
});
