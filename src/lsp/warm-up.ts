import type { Files } from "../files/files.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { overlay } from "./overlay.ts";
import { workspaceReader } from "./workspace.ts";

const FOLDER = "/zones";
const NAMES = 400;
const LEAST = 6; // rounds, on a machine that has much else to do

/**
 * Reads a zone that nobody has, again and again, so that the first one that somebody opens meets code that is compiled: cold,
 * it takes four times as long. Stops when the time is over, on a slow machine after some rounds.
 *
 * @param isOver asked after each reading, of which one takes some milliseconds
 */
export async function warmUp(isOver: () => boolean, now: () => Date): Promise<void> {
  const files = overlay(NOTHING);
  const read = workspaceReader(FOLDER, files, now);
  for (let round = 0; round < LEAST || !isOver(); round++) {
    files.show(`${FOLDER}/example.com.yaml`, zone(round));
    diagnosticsOf(await read());
  }
}

/** All that is usual: several types, lists, mappings, and something wrong. */
function zone(round: number): string {
  const names = Array.from({ length: NAMES }, (_, index) => {
    const host = `h-${round}-${index}`;
    switch (index % 4) {
      case 0:
        return `${host}: {type: A, ttl: 300, value: 192.0.2.${index % 256}}`;
      case 1:
        return `${host}:\n  type: CNAME\n  value: h-${round}-${index - 1}.example.com.`;
      case 2:
        return `${host}:\n  - {type: AAAA, values: ['2001:db8::${index}', '2001:db8::1']}\n  - {type: TXT, value: v=spf1 -all}`;
      default:
        return `${host}: {type: MX, value: {preference: 10, exchange: h-${round}-${index - 3}}}`;
    }
  });
  return `'': {type: NS, values: [ns1.example.net., ns2.example.net.]}\n${names.join("\n")}\nlast: {tpye: A, value: 192.0.2.300}\n`;
}

const NOTHING: Files = {
  list: (folder) => Promise.resolve(folder === FOLDER ? [] : undefined),
  read: (path) => Promise.reject(new Error(`There is no ${path}`)),
  realPath: (path) => Promise.resolve(path === FOLDER ? path : undefined),
};
