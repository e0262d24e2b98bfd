import { parentPort, workerData } from "node:worker_threads";
import { showLines } from "../dns/show-hidden.ts";
import { logWarnings } from "./process/log-warnings.ts";
import { runAnswering } from "./process/thread.ts";

// What threads that answer run of the built server: a part of it, so that they do not have all of the rest in memory. From source they run all.
logWarnings((text) => void process.stderr.write(`${showLines(text)}\n`));
await runAnswering(workerData, parentPort!); // a thread has both
