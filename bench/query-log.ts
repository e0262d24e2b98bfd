import { alternate } from "./alternate.ts";
import { ours } from "./nameservers.ts";

/** What the query log costs, the thread that writes it included: none, a sample, all. Lines go to /dev/null. */
export async function queryLogBench(): Promise<void> {
  const cases = [
    ours("no log", "batch"),
    ours("no log, again", "batch"),
    ours("1 % as text", "batch", ["--query-log", "0.01"]),
    ours("1 % as dnstap", "batch", ["--dnstap", "file:/dev/null", "--query-log", "0.01"]),
    ours("all as text", "batch", ["--query-log", "1"]),
    ours("all as dnstap", "batch", ["--dnstap", "file:/dev/null"]),
  ];
  await alternate(cases, 10);
}
