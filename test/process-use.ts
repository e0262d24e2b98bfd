import { readdirSync, readFileSync } from "node:fs";

/** What a process uses of the system (proc(5)); all 0 on a system that does not tell. */
export interface ProcessUse {
  /** Resident memory, in octets. */
  readonly resident: number;
  /** Open files and sockets. */
  readonly descriptors: number;
}

/** What it uses now. */
export function useOf(pid: number): ProcessUse {
  if (process.platform !== "linux") return { resident: 0, descriptors: 0 };
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return {
    resident: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  };
}

/** Looks again and again, and keeps the most of each that it has seen, until it is stopped. */
export function watchUse(pid: number): { readonly stop: () => ProcessUse } {
  let most = useOf(pid);
  const look = () => {
    const { resident, descriptors } = useOf(pid);
    most = {
      resident: Math.max(most.resident, resident),
      descriptors: Math.max(most.descriptors, descriptors),
    };
  };
  const timer = setInterval(look, LOOK_INTERVAL);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return most;
    },
  };
}

const LOOK_INTERVAL = 50;
