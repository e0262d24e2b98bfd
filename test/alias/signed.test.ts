import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { windowOf } from "../../dns/signing/window.ts";
import { aliasTo } from "../aliases.ts";
import { makeDelv, makeUnbound, type Validate } from "../signed/validators.ts";
import { startSigningServer } from "../signing/signing-server.ts";
import { portIn, type SigningServer } from "../signing/spoken-process.ts";
import { makeTestKey, writtenZone } from "../signing/written-zone.ts";
import { requireTool } from "../tools.ts";
import { type ScriptedResolver, saying, startScriptedResolver } from "./scripted-resolver.ts";

const NOW = windowOf(Date.now() / 1000);
const TEXT = `
$TTL 300
@ SOA ns host 10 7200 3600 1209600 60
@ NS ns
@ ${aliasTo("both.target.example.")}
ns A 192.0.2.53
both ${aliasTo("both.target.example.")}
four ${aliasTo("four.target.example.")}
six ${aliasTo("six.target.example.")}
gone ${aliasTo("gone.target.example.")}
silent ${aliasTo("silent.target.example.")}
*.wild ${aliasTo("four.target.example.")}
own ${aliasTo("ns.own.example.")}
to CNAME four
beside TXT "x"
beside ${aliasTo("four.target.example.")}
`;

describe.skipIf(!requireTool("delv", "bind9-dnsutils") || !requireTool("unbound-host", "unbound-host"))(
  "what is looked up is signed",
  () => {
    const zones = (["nsec", "nsec3"] as const).flatMap((denial) =>
      ([13, 15] as const).map((algorithm) => {
        const [whole, onlyZone] = [
          makeTestKey(algorithm, { signs: "keys" }),
          makeTestKey(algorithm, { flags: 256, signs: "zone" }),
        ];
        const origin = `${denial}-${algorithm}.example`;
        return { denial, algorithm, keys: [whole, onlyZone], origin };
      }),
    );
    let folder: string;
    let resolver: ScriptedResolver;
    let server: SigningServer;
    let port: number;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "zonepipe-alias-"));
      for (const path of ["zones", "keys"]) mkdirSync(join(folder, path));
      for (const { denial, keys, origin } of zones) {
        const how = { keys: keys.map(({ policy }) => policy), base: NOW - 1, denial };
        const text = TEXT.replaceAll(aliasTo("ns.own.example."), aliasTo(`ns.${origin}.`));
        writeFileSync(join(folder, "zones", `${origin}.zone`), writtenZone(`${origin}.`, text, how));
        for (const [index, { pem }] of keys.entries())
          writeFileSync(join(folder, "keys", `${origin}-${index}.pem`), pem);
      }
      resolver = await startScriptedResolver(
        saying({
          "both.target.example. A":
            "both.target.example. 60 A 192.0.2.7\nboth.target.example. 60 A 192.0.2.8",
          "both.target.example. AAAA": "both.target.example. 60 AAAA 2001:db8::7",
          "four.target.example. A": "four.target.example. 60 A 192.0.2.4",
          "four.target.example. AAAA": "none",
          "six.target.example. A": "none",
          "six.target.example. AAAA": "six.target.example. 60 AAAA 2001:db8::6",
          "gone.target.example. A": "gone",
          "gone.target.example. AAAA": "gone",
        }),
      );
      server = await startSigningServer([
        ...["--zones", join(folder, "zones"), "--dnssec-keys", join(folder, "keys")],
        ...["--resolver", `127.0.0.1:${resolver.port}`],
      ]);
      port = portIn(await server.says("ready: "));
    });
    afterAll(async () => {
      expect(await server.stop()).toBe(0);
      await resolver.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const QUESTIONS = [
      ...[
        "@ A",
        "@ AAAA",
        "both A",
        "both AAAA",
        "four A",
        "four AAAA",
        "six A",
        "six AAAA",
        "gone A",
        "gone AAAA",
      ],
      ...[
        "x.wild A",
        "x.y.wild A",
        "x.wild AAAA",
        "x.wild MX",
        "own A",
        "own AAAA",
        "to A",
        "to AAAA",
        "beside TXT",
      ],
      ...["beside MX", "beside A", "beside AAAA", "@ SOA", "nothere A", "*.wild AAAA"],
      // The ALIAS itself is never told, and what tells that it is not there must be true.
      ...[
        "@",
        "both",
        "four",
        "gone",
        "silent",
        "beside",
        "own",
        "*.wild",
        "x.wild",
        "x.y.wild",
        "to",
      ].flatMap((name) => [`${name} TYPE65401`, `${name} MX`]),
      ...["@", "both", "four", "six", "gone", "beside", "own", "x.wild", "x.y.wild"].map(
        (name) => `${name} ANY`,
      ),
    ];

    const validators = [
      { validator: "delv", make: makeDelv },
      { validator: "unbound-host", make: makeUnbound },
    ];
    const cases = zones.flatMap((zone) => validators.map((each) => ({ ...zone, ...each })));

    test.each(cases)("as $validator sees it: $origin", async ({ make, keys, algorithm, origin }) => {
      const { flags, publicKey } = keys[0]!.policy;
      const anchor = [
        `${flags}`,
        "3",
        `${algorithm}`,
        Buffer.from(publicKey, "latin1").toString("base64"),
      ] as const;
      const validate: Validate = await make(folder, { origin, text: "", ds: "", anchor }, port);
      const found: { [question: string]: string } = {};
      for (const question of QUESTIONS) {
        const [name = "", type = ""] = question.split(" ");
        found[question] = await validate(name === "@" ? origin : `${name}.${origin}`, type);
      }
      expect(found).toEqual(Object.fromEntries(QUESTIONS.map((question) => [question, "secure"])));
    });
  },
);
