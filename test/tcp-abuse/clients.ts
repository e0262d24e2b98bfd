import { connect, type Socket } from "node:net";

/** TCP clients of one server, and what became of them. */
export class Clients {
  readonly #port: number;
  readonly #open = new Set<Socket>();
  readonly #waiting: (() => void)[] = [];
  #opened = 0;

  constructor(port: number) {
    this.#port = port;
  }

  /** How many have been connected. */
  get opened(): number {
    return this.#opened;
  }

  /** How many are. */
  get open(): number {
    return this.#open.size;
  }

  /**
   * Connects one that reads whatever comes, from an address of its own (127.1.0.0/16) if it is given a number. Resolves
   * when it is connected, or when it is closed before.
   */
  connect(number?: number): Promise<Socket> {
    const localAddress =
      number === undefined ? {} : { localAddress: `127.1.${number >> 8}.${number & 0xff}` };
    const socket = connect({ port: this.#port, host: "127.0.0.1", noDelay: true, ...localAddress });
    return new Promise((resolve) => {
      socket.once("connect", () => {
        this.#opened += 1;
        this.#open.add(socket);
        resolve(socket);
      });
      socket.on("error", () => socket.destroy());
      socket.resume();
      socket.once("end", () => this.#forget(socket));
      socket.once("close", () => {
        this.#forget(socket);
        resolve(socket);
      });
    });
  }

  /** Connects many, some at a time. */
  async connectMany(count: number, isFromOneAddress: boolean): Promise<Socket[]> {
    const sockets: Socket[] = [];
    const open = async () => {
      while (sockets.length < count) {
        const place = sockets.push(undefined as never) - 1; // taken at once, so that others take the next
        sockets[place] = await this.connect(isFromOneAddress ? undefined : place);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, open));
    return sockets;
  }

  /** Resolves when all are closed, to true; or to false after this time, in milliseconds. */
  async allClosed(patience: number): Promise<boolean> {
    if (this.#open.size === 0) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting.push(() => resolve(true));
    const timer = setTimeout(() => resolve(false), patience);
    const isClosed = await promise;
    clearTimeout(timer);
    return isClosed;
  }

  /** Closes what is open. */
  destroy(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #forget(socket: Socket): void {
    this.#open.delete(socket);
    if (this.#open.size > 0) return;
    for (const tell of this.#waiting.splice(0)) tell();
  }
}

const AT_A_TIME = 100;
