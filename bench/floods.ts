import { alternate } from "./alternate.ts";
import { amplificationBench } from "./amplification.ts";
import { floodBench } from "./flood.ts";
import { ours } from "./nameservers.ts";

/**
 * What limits cost where nothing is above them, what they do against a flood, and how much larger answers are than their
 * questions with and without them. Addresses of 127.0.0.0/8 count as anybody's here.
 */
export async function floodsBench(): Promise<void> {
  await costBench();
  await floodBench();
  await amplificationBench();
}

/** CPU time for a question, 10,000 names in turn, without limits and with limits that all of them stay below. */
async function costBench(): Promise<void> {
  const on = ["--rrl-rate", "10000", "--rrl-allow", "none", "--rrl-log-only", "no"];
  const cases = [
    ours("limits off", "batch", ["--rrl-rate", "0"]),
    ours("limits off, again", "batch", ["--rrl-rate", "0"]),
    ours("limits on, the client allowed", "batch"),
    ours("limits on", "batch", on),
  ];
  await alternate(cases, 100);
}
