import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";

/** What a thread is told when it starts: what its tasks are about. They come as messages, and each is answered with one. */
export interface TaskThreadData {
  readonly kind: "reload" | "former";
}

/** A thread that does one task after the other, and waits for the next. It is started when there is one, or before. */
export class TaskThread {
  readonly #entry: URL;
  readonly #kind: TaskThreadData["kind"];
  readonly #deadline: number;
  #worker: Worker | undefined;
  /** It had no task yet. */
  #isNew = true;
  #isEnding = false;
  #isGivenUp = false;
  /** The last thread is gone. */
  #ended: Promise<void> = Promise.resolve();
  #rest: NodeJS.Timeout | undefined;

  /** @param deadline milliseconds after which a task is given up */
  constructor(entry: URL, kind: TaskThreadData["kind"], deadline: number) {
    this.#entry = entry;
    this.#kind = kind;
    this.#deadline = deadline;
  }

  /** Has it there for the next task. */
  start(): void {
    if (this.#worker !== undefined) return;
    const data: TaskThreadData = { kind: this.#kind };
    const worker = new Worker(this.#entry, { workerData: data, name: this.#kind });
    this.#worker = worker;
    this.#isNew = true;
    worker.on("error", () => {}); // who waits for it is told
    this.#ended = new Promise((resolve) => {
      worker.once("exit", () => {
        this.#worker = undefined;
        this.#isEnding = false;
        this.#isGivenUp = false;
        resolve();
      });
    });
  }

  /**
   * Has it do something; resolves to what it tells. The task is made when it can begin, and is told whether the thread is new: else it
   * may remember the one before.
   */
  async ask<Result>(makeTask: (isNew: boolean) => unknown): Promise<Result> {
    this.throwIfGivenUp();
    clearTimeout(this.#rest);
    if (this.#isEnding) await this.#ended;
    const isNew = this.#isNew || this.#worker === undefined;
    this.start();
    const worker = this.#worker!; // it was started
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const fail = () => reject(new Error("the thread ended"));
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", fail);
    const timer = setTimeout(() => {
      this.#isGivenUp = true;
      this.#isEnding = true;
      reject(new Error(`they are not read after ${this.#deadline / 1000} seconds`));
      void worker.terminate();
      worker.unref();
    }, this.#deadline);
    try {
      worker.postMessage(makeTask(isNew));
      this.#isNew = false;
      return await promise;
    } finally {
      clearTimeout(timer);
      worker.off("message", resolve);
      worker.off("error", reject);
      worker.off("exit", fail);
    }
  }

  /** Ends it when there was no task for so many milliseconds. */
  endAfter(milliseconds: number): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.end(0), milliseconds);
    this.#rest.unref();
  }

  /**
   * Ends it, whatever it does. False where it has not ended after so many milliseconds: it hangs in the system, and there is no
   * other before it has.
   */
  async end(patience: number): Promise<boolean> {
    clearTimeout(this.#rest);
    const worker = this.#worker;
    if (worker === undefined) return true;
    this.#isEnding = true;
    const ended = worker.terminate().then(() => true);
    return await Promise.race([ended, wait(patience, false, { ref: false })]);
  }

  /** Gives it up where it hangs: nothing is begun as long as it does. */
  giveUp(): void {
    if (this.#worker !== undefined) this.#isGivenUp = true;
  }

  /** Throws as long as one hangs that was given up. */
  throwIfGivenUp(): void {
    if (this.#isGivenUp) throw new Error("the thread that was given up still hangs");
  }
}
