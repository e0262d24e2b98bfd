import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { askOverUdp } from "../alias/ask-over-udp.ts";
import { saying, startScriptedResolver } from "../alias/scripted-resolver.ts";
import { builtCommandLine } from "../built-bundles.ts";
import { queryOf, readAnswer } from "../serve-text.ts";
import { BASE } from "./states.ts";
import { watched } from "./watched.ts";

const ALIAS = `${BASE["example.com.yaml"]}shop: {type: ALIAS, value: t.example.net.}\n`;
const FILES = { ...BASE, "example.com.yaml": ALIAS };
const SAID = { "t.example.net. A": "t.example.net. 60 A 192.0.2.7", "t.example.net. AAAA": "none" };
const CLI = await builtCommandLine();

async function resolver(): Promise<number> {
  const { port, stop } = await startScriptedResolver(saying(SAID));
  onTestFinished(stop);
  return port;
}

/** What the page says to a question, without the marks. */
async function asked(port: number, question: string): Promise<() => Promise<string>> {
  const { url, stop } = await watched(FILES, false, [{ name: "resolver", address: "127.0.0.1", port }]);
  onTestFinished(stop);
  return async () => {
    const page = await (await fetch(new URL(`/ask?q=${encodeURIComponent(question)}`, url))).text();
    return page.replaceAll(/<[^>]*>/g, "");
  };
}

test("the nameserver of watch answers an ALIAS by its own lookups", async () => {
  const ask = await asked(await resolver(), "shop.example.com A");
  await expect.poll(ask, { timeout: 30_000 }).toContain("IN A 192.0.2.7");
  expect(await ask()).not.toContain("SERVFAIL");
});

test("without anybody who looks up it says SERVFAIL, and the page says why", async () => {
  const ask = await asked(await freePort(), "shop.example.com A");
  const page = await ask();
  expect(page).toContain("SERVFAIL");
  expect(page).toContain(
    "No resolver has told what t.example.net. has, so the answer is SERVFAIL until one does.",
  );
});

test("serve looks up at the resolvers that it is told, for the plan and for the answers", async () => {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-serve-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "zones"));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, "zones", name), text);
  const port = await freePort();
  const words = ["--listen", `127.0.0.1:${port}`, "--resolver", `127.0.0.1:${await resolver()}`];
  const child = spawn(process.execPath, [CLI, "serve", "--out", "out", ...words], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(async () => {
    const ended = once(child, "exit");
    if (child.kill("SIGTERM")) await ended;
  });
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith("ready")) break;
  const { answer } = readAnswer(await askOverUdp(port, queryOf("shop.example.com. A")));
  expect(answer.map(({ rdata }) => [...Buffer.from(rdata, "latin1")].join("."))).toEqual(["192.0.2.7"]);
});
