import { expect, test } from "vitest";
import { tablesOf } from "../../test/serve-text.ts";
import { makeCounters } from "../answer/counters.ts";
import { ZonePlaces } from "../answer/zone-slots.ts";
import { readSettings, type Settings } from "../settings/settings.ts";
import type { Place } from "../transport/listener.ts";
import { Thread } from "./threads.ts";

const ENTRY = new URL("../main.ts", import.meta.url);
const TABLES = tablesOf({
  "example.com.": "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n",
});
const SETTINGS = readSettings(["--listen", "127.0.0.1:0", "--zones", "none"], {}, "s") as Settings; // the words are right

test("where a thread cannot even be started again, that is told and tried again later", async () => {
  const complaints: string[] = [];
  const again = Promise.withResolvers<void>();
  let starts = 0;
  const places = (): readonly Place[] => {
    starts += 1;
    if (starts === 2) throw new Error("dup EMFILE");
    if (starts === 3) again.resolve();
    return [{ host: "127.0.0.1", port: 0 }];
  };
  const plan = {
    kind: "udp-portable",
    name: "udp",
    places,
    settings: SETTINGS,
    counters: makeCounters(1)[0]!,
    limitMemory: undefined,
  } as const;
  const thread = new Thread(
    ENTRY,
    plan,
    { tables: TABLES.buffer, slots: new ZonePlaces<string>().slotsFor([]) },
    (text) => complaints.push(text),
  );
  await thread.start();
  await thread.kill();
  await again.promise;
  await thread.stop(3000);
  expect(complaints).toEqual([
    "Thread udp is started again: it ended",
    "Thread udp is started again: dup EMFILE",
  ]);
  expect(thread.restarts).toBe(2);
});

test("a thread has a bounded heap for what is young", async () => {
  const code = `
    import { parentPort, resourceLimits } from "node:worker_threads";
    parentPort.postMessage({ kind: "complaint", text: "young: " + resourceLimits.maxYoungGenerationSizeMb });
    parentPort.postMessage({ kind: "listening", addresses: [] });
    parentPort.once("message", () => parentPort.close());`;
  const complaints: string[] = [];
  const thread = new Thread(
    new URL(`data:text/javascript,${encodeURIComponent(code)}`),
    {
      ...({ kind: "tcp", name: "tcp", places: () => [], settings: SETTINGS } as const),
      ...{ counters: makeCounters(1)[0]!, limitMemory: undefined },
    },
    { tables: TABLES.buffer, slots: new ZonePlaces<string>().slotsFor([]) },
    (text) => complaints.push(text),
  );
  await thread.start();
  await thread.stop(3000);
  expect(complaints).toEqual(["young: 6"]);
});
