import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { printRecord } from "../../dns/zone-file/print.ts";
import { freePort } from "../../scripts/free-port.ts";
import { askOverUdp } from "../alias/ask-over-udp.ts";
import { type ScriptedResolver, saying, startScriptedResolver } from "../alias/scripted-resolver.ts";
import { aliasTo } from "../aliases.ts";
import { builtServer } from "../built-bundles.ts";
import { type OurServer, startOurServer } from "../our-server.ts";
import { type ProcessGroup, startGroup } from "../process-group.ts";
import { queryOf, readAnswer } from "../serve-text.ts";
import { requireTool } from "../tools.ts";

// PowerDNS is the one other server here that knows ALIAS. It asks its resolver for each question that comes, and ours ahead of time.

/** How a zone file says it: ours in octets, for every program; PowerDNS' own reads it by its name alone. */
type Spelling = (target: string) => string;

const zoneFile = (alias: Spelling) => `$TTL 300
@ SOA ns.served.example. host 1 7200 3600 1209600 60
@ NS ns
@ ${alias("both.target.example.")}
@ TXT "beside"
ns A 192.0.2.53
four ${alias("four.target.example.")}
six ${alias("six.target.example.")}
chain ${alias("chain.target.example.")}
none ${alias("none.target.example.")}
broken ${alias("broken.target.example.")}
link CNAME four
*.wild ${alias("four.target.example.")}
x.wild TXT "its own"
mail MX 10 four
`;

const SAID = {
  "both.target.example. A": "both.target.example. 60 A 192.0.2.1\nboth.target.example. 60 A 192.0.2.2",
  "both.target.example. AAAA": "both.target.example. 60 AAAA 2001:db8::1",
  "four.target.example. A": "four.target.example. 60 A 192.0.2.4",
  "four.target.example. AAAA": "none",
  "six.target.example. A": "none",
  "six.target.example. AAAA": "six.target.example. 60 AAAA 2001:db8::6",
  "chain.target.example. A":
    "chain.target.example. 60 CNAME end.target.example.\nend.target.example. 60 A 192.0.2.9",
  "chain.target.example. AAAA": "chain.target.example. 60 CNAME end.target.example.",
  "end.target.example. AAAA": "none",
  "none.target.example. A": "none",
  "none.target.example. AAAA": "none",
};

const NAMES = ["@", "four", "six", "chain", "none", "broken", "link", "a.wild", "x.wild", "mail", "missing"];
const TYPES = ["A", "AAAA", "TXT", "MX", "TYPE65401"];

describe.skipIf(!requireTool("pdns_server", "pdns-backend-sqlite3"))(
  "beside PowerDNS, which expands ALIAS",
  () => {
    let folder: string;
    let resolver: ScriptedResolver;
    let ours: OurServer;
    let theirs: ProcessGroup;
    let theirPort: number;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "zonepipe-powerdns-"));
      mkdirSync(join(folder, "zones"));
      writeFileSync(join(folder, "zones", "served.example.zone"), zoneFile(aliasTo));
      const file = join(folder, "theirs.zone");
      writeFileSync(
        file,
        zoneFile((target) => `ALIAS ${target}`),
      );
      resolver = await startScriptedResolver(saying(SAID));
      theirPort = await freePort();
      theirs = await startPowerdns(folder, file, theirPort, resolver.port);
      ours = await startOurServer(
        join(folder, "zones"),
        ["--resolver", `127.0.0.1:${resolver.port}`],
        await builtServer(),
      );
    }, 60_000);
    afterAll(async () => {
      await Promise.all([ours?.stop(), theirs?.stop(), resolver?.stop()]);
      rmSync(folder, { recursive: true, force: true });
    });

    const questions = NAMES.flatMap((name) => TYPES.map((type) => `${name} ${type}`));
    test.each(questions)("%s", { timeout: 30_000 }, async (question) => {
      const known = DIFFERENT[question];
      const right = await answerOf(theirPort, question);
      if (known !== undefined) expect(right).toBe(known.theirs);
      // Ours answers SERVFAIL until it has looked a target up for the first time.
      await expect.poll(() => answerOf(ours.port, question), { timeout: 20_000 }).toBe(known?.ours ?? right);
    });
  },
);

/**
 * Where the two differ. PowerDNS says AA of an answer that is none; and where a wildcard stands in, it expands nothing and answers the
 * record itself, which resolvers cannot use.
 */
const DIFFERENT: { readonly [question: string]: { readonly ours: string; readonly theirs: string } } = {
  "broken A": { ours: "rcode 2", theirs: "rcode 2 aa" },
  "broken AAAA": { ours: "rcode 2", theirs: "rcode 2 aa" },
  "a.wild A": { ours: "rcode 0 aa; a.wild.served.example. 0 IN A 192.0.2.4", theirs: "rcode 0 aa" },
  "a.wild TYPE65401": {
    ours: "rcode 0 aa",
    theirs: `rcode 0 aa; a.wild.served.example. 0 IN ${aliasTo("four.target.example.")}`,
  },
};

/** The code and the records of the answer as a set, without their TTLs: each has looked at another time. */
async function answerOf(port: number, question: string): Promise<string> {
  const [label = "", type = ""] = question.split(" ");
  const name = label === "@" ? "served.example." : `${label}.served.example.`;
  const { rcode, flags, answer } = readAnswer(await askOverUdp(port, queryOf(`${name} ${type}`)));
  const records = answer.map((record) => printRecord({ ...record, ttl: 0 })).toSorted();
  return [`rcode ${rcode}${flags.aa ? " aa" : ""}`, ...records].join("; ");
}

async function startPowerdns(
  folder: string,
  file: string,
  port: number,
  resolver: number,
): Promise<ProcessGroup> {
  const database = new DatabaseSync(join(folder, "zones.sqlite3"));
  database.exec(readFileSync("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql", "utf8")); // of Debian's package
  database.close();
  writeFileSync(
    join(folder, "pdns.conf"),
    `launch=gsqlite3\ngsqlite3-database=${folder}/zones.sqlite3\nlocal-address=127.0.0.1\nlocal-port=${port}
expand-alias=yes\nresolver=127.0.0.1:${resolver}\ncache-ttl=0\nquery-cache-ttl=0\nnegquery-cache-ttl=0
socket-dir=${folder}\nguardian=no\ndaemon=no\ndisable-syslog=yes\nloglevel=5\n`,
  );
  await promisify(execFile)("pdnsutil", ["--config-dir", folder, "load-zone", "served.example", file]);
  const group = startGroup("pdns_server", [`--config-dir=${folder}`], folder);
  await vi.waitFor(async () => expect(await answerOf(port, "ns A")).toContain("192.0.2.53"), 30_000);
  return group;
}
