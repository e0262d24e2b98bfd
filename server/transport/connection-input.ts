import type { Connection } from "./connections.ts";

/** Puts what came behind what came before it and was not taken yet. */
export function addInput(connection: Connection, data: Uint8Array): void {
  const need = connection.inputLength + data.length;
  if (need > connection.input.length) {
    const grown = new Uint8Array(Math.max(need, 2 * connection.inputLength));
    grown.set(connection.input.subarray(0, connection.inputLength));
    connection.input = grown;
  }
  connection.input.set(data, connection.inputLength);
  connection.inputLength = need;
}

/** Drops the first `taken` octets of the input. */
export function keepInput(connection: Connection, taken: number): void {
  const left = connection.inputLength - taken;
  if (taken > 0) connection.input = connection.input.slice(taken, connection.inputLength);
  connection.inputLength = left;
}
