import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** How a page is looked at. */
export interface View {
  /** In CSS pixels. */
  readonly width: number;
  readonly theme: "light" | "dark";
}

/** A page in Chromium. */
export interface Page {
  /** The value of an expression; it must be JSON. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  /** The whole page as PNG. */
  readonly photograph: () => Promise<Buffer>;
  /** What the browser had to say against it: refused by its policy, not found, errors of scripts. */
  readonly objections: readonly string[];
}

/** Opens a page in Debian's chromium, without a port: the protocol of its developer tools goes through two pipes. */
export async function withPage<T>(url: string, view: View, use: (page: Page) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), "zonepipe-chromium-"));
  const options = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
  ];
  const child = spawn("chromium", [...options, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  try {
    return await use(await openPage(new Tools(child), url, view));
  } finally {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function openPage(tools: Tools, url: string, { width, theme }: View): Promise<Page> {
  const objections: string[] = [];
  const { targetId } = await tools.ask("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await tools.ask("Target.attachToTarget", { targetId, flatten: true });
  const ask = (method: string, params: object = {}) => tools.ask(method, params, String(sessionId));
  tools.listen("Log.entryAdded", (params) => objections.push(JSON.stringify(params)));
  tools.listen("Audits.issueAdded", (params) => objections.push(JSON.stringify(params)));
  for (const domain of ["Page", "Log", "Audits"]) await ask(`${domain}.enable`);
  const size = { width, height: 800, deviceScaleFactor: 1, mobile: width < 500 };
  await ask("Emulation.setDeviceMetricsOverride", size);
  await ask("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: theme }] });
  const loaded = new Promise<void>((resolve) => tools.listen("Page.loadEventFired", () => resolve()));
  await ask("Page.navigate", { url });
  await loaded;
  return {
    objections,
    evaluate: async (expression) => {
      const { result } = await ask("Runtime.evaluate", { expression, returnByValue: true });
      return (result as { readonly value?: unknown }).value; // its form is the protocol's
    },
    photograph: async () => {
      const { data } = await ask("Page.captureScreenshot", { captureBeyondViewport: true });
      return Buffer.from(String(data), "base64");
    },
  };
}

type Params = { readonly [name: string]: unknown };
/** What comes: an answer to a question with that number, or an event. */
type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
};

/** Chromium's developer tools: messages of JSON with an octet 0 behind each. */
class Tools {
  readonly #input: Writable;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #listeners = new Map<string, (params: Params) => void>();
  #asked = 0;

  constructor(child: ChildProcess) {
    this.#input = child.stdio[3] as Writable; // they are pipes, as `spawn` was told
    let rest = "";
    (child.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
      const messages = (rest + text).split("\0");
      rest = messages.pop()!;
      for (const message of messages) this.#take(JSON.parse(message));
    });
    child.once("exit", () => {
      for (const answer of this.#answers.values()) answer({ error: { message: "Chromium has ended" } });
    });
  }

  #take({ id, ...message }: Message): void {
    if (id !== undefined) this.#answers.get(id)?.(message);
    else this.#listeners.get(message.method ?? "")?.(message.params ?? {});
  }

  listen(method: string, heard: (params: Params) => void): void {
    this.#listeners.set(method, heard);
  }

  ask(method: string, params: object, sessionId?: string): Promise<Params> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }) => {
        this.#answers.delete(id);
        if (error === undefined) resolve(result ?? {});
        else reject(new Error(`Chromium refuses ${method}: ${error.message}`));
      });
      this.#input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }
}
