import { statSync } from "node:fs";
import { unreadableReason } from "../../dns/zone-file/read-plain-file.ts";

/** Looks at files again and again until it is closed. */
export interface Watch {
  readonly close: () => void;
}

/**
 * Calls `onChange` when files, or folders, may have another content: when two looks, `interval` milliseconds apart, have found the same
 * and not what was found at the last call. So it waits until who writes has done so. It compares times and sizes of what
 * symbolic links lead to; whoever is called compares contents. It calls for the first time when it has looked twice.
 */
export function watchFiles(list: () => readonly string[], onChange: () => void, interval = SECOND): Watch {
  let called = "";
  let seen = "";
  const look = () => {
    const started = performance.now();
    const found = list().map(stateOf).join("\n");
    if (found === seen && found !== called) {
      called = found;
      onChange();
    }
    seen = found;
    timer = setTimeout(look, Math.max(interval, REST * (performance.now() - started)));
  };
  let timer = setTimeout(look, 0);
  return { close: () => clearTimeout(timer) };
}

const SECOND = 1000;
/** With very many files it rests for longer: so many times as long as it has looked. */
const REST = 50;

/** What cannot be looked at is in a state too, which may change: nothing that stands there ends the watch. */
function stateOf(path: string): string {
  try {
    const stat = statSync(path, { bigint: true });
    return `${path} ${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
  } catch (error) {
    return `${path} ${unreadableReason(error)}`;
  }
}
