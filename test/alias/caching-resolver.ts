import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "../../scripts/free-port.ts";

/** Unbound, which asks these ports of the loopback address for these zones and nobody else. */
export interface CachingResolver {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Starts it, with its files in a folder that is there. */
export async function startCachingResolver(
  folder: string,
  zones: { readonly [origin: string]: number },
): Promise<CachingResolver> {
  const port = await freePort();
  const config = join(folder, "unbound.conf");
  const stubs = Object.entries(zones).map(
    ([origin, at]) => `stub-zone:\n  name: "${origin}"\n  stub-prime: no\n  stub-addr: 127.0.0.1@${at}\n`,
  );
  writeFileSync(
    config,
    `server:
  interface: 127.0.0.1
  port: ${port}
  num-threads: 1
  do-daemonize: no
  use-syslog: no
  logfile: ""
  chroot: ""
  username: ""
  pidfile: ""
  directory: "${folder}"
  do-ip6: no
  do-not-query-localhost: no
  module-config: "iterator"
  qname-minimisation: no
  use-caps-for-id: yes
  target-fetch-policy: "0 0 0 0 0"
remote-control:
  control-enable: no
${stubs.join("")}`,
  );
  const child = spawn("unbound", ["-d", "-c", config], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit");
  const lines: string[] = [];
  const started = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (lines.length < 50) lines.push(line);
      if (line.includes("start of service")) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  if (!(await started)) throw new Error(`Unbound does not start:\n${lines.join("\n")}`);
  return {
    port,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
