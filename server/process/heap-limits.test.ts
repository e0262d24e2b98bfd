import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { HEAP_LIMITS } from "./heap-limits.ts";

/** Makes objects of which some hundred thousand live for a while, and tells the most octets that young ones had. */
const CODE = `
import { getHeapSpaceStatistics } from "node:v8";
import { parentPort } from "node:worker_threads";
const living = new Array(300_000);
let most = 0;
for (let made = 0; made < 2_000_000; made++) {
  living[made % living.length] = { made, text: [made] };
  if (made % 50_000 !== 0) continue;
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
  most = Math.max(most, young.physical_space_size);
}
parentPort.postMessage(most);`;

async function youngOctets(limits: object): Promise<number> {
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(CODE)}`), limits);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  worker.once("message", resolve);
  worker.once("error", reject);
  return await promise;
}

test("what is young in a heap stays within the limit, which it would not by itself", async () => {
  expect(await youngOctets({ resourceLimits: HEAP_LIMITS })).toBeLessThanOrEqual(6 << 20);
  expect(await youngOctets({})).toBeGreaterThan(12 << 20);
});
