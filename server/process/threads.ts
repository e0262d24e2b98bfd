import { Worker } from "node:worker_threads";
import type { Address } from "../address/address.ts";
import type { AskedBuffers } from "../answer/asked.ts";
import type { ZoneSlots } from "../answer/zone-slots.ts";
import { HEAP_LIMITS } from "./heap-limits.ts";
import { delayAfter } from "./restart-delay.ts";
import { BELL_HURRY, BELL_RUNG, type Message, type Order, type Task } from "./thread-task.ts";

/** What does not change over the life of a thread; its places are asked for at each start. */
export interface ThreadPlan
  extends Omit<Task, "places" | "tables" | "slots" | "asked" | "generation" | "bell"> {
  /** How the log calls it. */
  readonly name: string;
  readonly places: () => Task["places"];
}

/** What a thread serves, and where it counts that. */
export interface Serving {
  /** See `openTables`. */
  readonly tables: SharedArrayBuffer;
  readonly slots: ZoneSlots;
  /** Where it counts what is asked for. */
  readonly asked?: AskedBuffers | undefined;
}

/** A thread that answers. It is started again when it ends by itself. */
export class Thread {
  readonly #entry: URL;
  readonly #plan: ThreadPlan;
  readonly #complain: (text: string) => void;
  readonly #bell = new Int32Array(new SharedArrayBuffer(8));
  readonly #waiting: { readonly generation: number; readonly resolve: () => void }[] = [];
  #tables: SharedArrayBuffer;
  #slots: ZoneSlots;
  #asked: AskedBuffers | undefined;
  #generation = 0;
  #worker: Worker | undefined;
  #onCode: ((code: Uint8Array) => void) | undefined;
  #isStopping = false;
  #restarts = 0;
  #delay = 0;
  #addresses: readonly Address[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `entry` is the program: in a thread it runs what its data says. */
  constructor(
    entry: URL,
    plan: ThreadPlan,
    { tables, slots, asked }: Serving,
    complain: (text: string) => void,
  ) {
    this.#entry = entry;
    this.#plan = plan;
    this.#tables = tables;
    this.#slots = slots;
    this.#asked = asked;
    this.#complain = complain;
  }

  /** How the log calls it. */
  get name(): string {
    return this.#plan.name;
  }

  /** What it does. */
  get kind(): ThreadPlan["kind"] {
    return this.#plan.kind;
  }

  /** What it answers over. */
  get transport(): "udp" | "tcp" {
    return this.#plan.kind === "tcp" ? "tcp" : "udp";
  }

  /** Where it listens, once it does. */
  get addresses(): readonly Address[] {
    return this.#addresses;
  }

  /** How often it has been started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Resolves when it listens, to its addresses. Rejects with the reason when it cannot, and does not go on. */
  start(): Promise<readonly Address[]> {
    return new Promise((resolve, reject) => {
      let isListening = false;
      const begin = (addresses: readonly Address[]) => {
        isListening = true;
        resolve(addresses);
      };
      const fail = (reason: string) => {
        if (isListening) return;
        this.#isStopping = true;
        reject(new Error(reason));
      };
      this.#run(begin, fail);
    });
  }

  /** Has it answer from these tables, and count there what is asked for. Resolves when it does. */
  serve({ tables, slots, asked }: Serving): Promise<void> {
    this.#tables = tables;
    this.#slots = slots;
    this.#asked = asked;
    this.#generation += 1;
    const generation = this.#generation;
    this.#order({ kind: "serve", tables, slots, asked, generation });
    return new Promise((resolve) => void this.#waiting.push({ generation, resolve }));
  }

  /** Says whether it will have other tables soon: it looks for orders oftener then. */
  hurry(isHurried: boolean): void {
    Atomics.store(this.#bell, BELL_HURRY, isHurried ? 1 : 0);
  }

  /** What V8 has compiled of the program for it so far. Resolves when it tells; not at all where it runs from source. */
  code(): Promise<Uint8Array> {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>();
    this.#onCode = resolve;
    this.#order({ kind: "code" });
    return promise;
  }

  /** Has it answer what has come and end. Resolves when it has ended, by force after `patience` milliseconds. */
  async stop(patience: number): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    this.#order({ kind: "stop" });
    const timer = setTimeout(() => void worker.terminate(), patience);
    await ended;
    clearTimeout(timer);
  }

  /** Ends it as a crash would; it is started again. */
  async kill(): Promise<void> {
    await this.#worker?.terminate();
  }

  #order(order: Order): void {
    this.#worker?.postMessage(order);
    Atomics.add(this.#bell, BELL_RUNG, 1);
  }

  #run(onListening: (addresses: readonly Address[]) => void, onRefused: (reason: string) => void): void {
    const { name, places, ...rest } = this.#plan;
    const task: Task = {
      ...rest,
      places: places(),
      tables: this.#tables,
      slots: this.#slots,
      asked: this.#asked,
      generation: this.#generation,
      bell: this.#bell,
    };
    const started = performance.now();
    const worker = new Worker(this.#entry, { workerData: task, name, resourceLimits: HEAP_LIMITS });
    this.#worker = worker;
    let reason = "it ended";
    worker.on("message", (message: Message) => {
      switch (message.kind) {
        case "listening":
          this.#addresses = message.addresses;
          return onListening(message.addresses);
        case "refused":
          reason = message.reason;
          return;
        case "serving":
          return this.#settle(message.generation);
        case "code":
          return this.#onCode?.(message.code);
        case "complaint":
        case "remark":
          return this.#complain(message.text);
        default:
          return message satisfies never;
      }
    });
    worker.on("error", (error) => {
      reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    worker.once("exit", () => {
      this.#worker = undefined;
      onRefused(reason);
      if (!this.#isStopping) this.#startAgain(reason, performance.now() - started);
    });
  }

  #startAgain(reason: string, lived: number): void {
    this.#delay = delayAfter(this.#delay, lived);
    this.#restarts += 1;
    this.#complain(`Thread ${this.#plan.name} is started again: ${reason}`);
    this.#timer = setTimeout(() => {
      try {
        this.#run(ignore, ignore);
      } catch (error) {
        // There may be no descriptor for it, or no memory, for a while. The others go on meanwhile.
        this.#startAgain(error instanceof Error ? error.message : String(error), 0);
      }
    }, this.#delay);
  }

  #settle(generation: number): void {
    for (const waiting of this.#waiting.splice(0)) {
      if (waiting.generation <= generation) waiting.resolve();
      else this.#waiting.push(waiting);
    }
  }
}

function ignore(): void {}
