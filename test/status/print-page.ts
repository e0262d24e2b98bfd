import { statusPage } from "../../server/health/status/status-page.ts";
import { sampleStatus } from "./sample.ts";

// The sample's page on standard output, for scripts/, which import nothing of the server.
process.stdout.write(statusPage(sampleStatus()));
