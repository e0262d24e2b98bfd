import { metricsTable } from "./metrics-table.ts";

// The reference's table of metrics on standard output, for scripts/, which import nothing of the server.
process.stdout.write(`${metricsTable()}\n`);
