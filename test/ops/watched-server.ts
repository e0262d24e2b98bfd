import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { windowOf } from "../../dns/signing/window.ts";
import { A } from "../../dns/type-numbers.ts";
import { askUdp } from "../../server/ask/ask-udp.ts";
import { builtServer } from "../built-bundles.ts";
import { makeTestKey, writtenZone } from "../signing/written-zone.ts";
import { nameOf } from "../zone-text.ts";

/** A server that has something to tell in every metric. */
export interface Watched {
  /** Where its pages are: `address:port`. */
  readonly http: string;
  /** Asks for what is there, for what is not, and for what is broken. */
  readonly ask: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts one over this folder with a signed zone, one that it signs, with an ALIAS of which nobody tells, and a broken one, a secondary that is silent, and a log. */
export async function startWatched(folder: string): Promise<Watched> {
  mkdirSync(join(folder, "zones"));
  writeFileSync(join(folder, "zones/example.com.zone"), ZONE);
  const policy = { keys: [makeTestKey().policy], base: windowOf(Date.now() / 1000) };
  writeFileSync(join(folder, "zones/example.org.zone"), writtenZone("example.org.", TO_SIGN, policy));
  writeFileSync(join(folder, "zones/broken.example.zone"), "@ 300 NS ns\n");
  const words = ["--listen", "127.0.0.1:0", "--zones", join(folder, "zones"), "--http", "127.0.0.1:0"];
  const more = [
    "--notify",
    "127.0.0.1:9",
    "--resolver",
    "127.0.0.1:9",
    "--dnstap",
    `file:${join(folder, "log.fstrm")}`,
    "--dnssec-shape",
  ];
  const child = spawn(process.execPath, [await builtServer(), ...words, ...more], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const stop = async () => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  let port = 0;
  let http: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    port = Number(/^ready: .*127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? port);
    http = /^http: (.*)$/.exec(line)?.[1] ?? http;
    if (http === undefined || port === 0) continue;
    const ask = async () => {
      await askUdp({ host: "127.0.0.1", port })(QUESTIONS, performance.now() + 5_000);
    };
    return { http, ask, stop };
  }
  throw new Error("The server ended before it was ready");
}

const TO_SIGN =
  "@ 300 SOA ns host 7 7200 3600 1209600 60\n@ 300 NS ns\nns 300 A 192.0.2.1\nwww 300 TYPE65401 \\# 5 0161016200\n";
const ZONE = `@ 300 SOA ns host 7 7200 3600 1209600 60
@ 300 NS ns
@ 300 RRSIG NS 13 2 300 20361231000000 20261101000000 1 @ AAAA
ns 300 A 192.0.2.1
`;
/** More than the 64 batches of which the time of one is taken, as long as they come one by one. */
const QUESTIONS = Array.from({ length: 300 }, (_, index) => ({
  name: nameOf(["ns.example.com.", "x.example.com.", "a.broken.example."][index % 3]!),
  type: A,
}));
