import { openLibc } from "../transport/libc.ts";

/** Ends the process although a thread of it hangs in a system call, which `process.exit` would wait for. */
export function exitAtOnce(code: number): void {
  const libc = openLibc();
  if (!("missing" in libc)) libc.call._exit(code);
  process.kill(process.pid, "SIGKILL");
}
