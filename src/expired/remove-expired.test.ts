import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { parseDay } from "../source/day.ts";
import { removeExpired } from "./remove-expired.ts";

const TODAY = parseDay("2026-11-30")!;
const CONFIG = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nexpired: remove\n";
const OVER = "zonepipe: {expires: 2026-11-29}";

const CASES: { readonly [name: string]: { readonly before: string; readonly after: string } } = {
  "a name with its record": {
    before: `# the zone\na: {type: A, value: 192.0.2.1}\nold: {type: A, value: 192.0.2.2, ${OVER}} # why\n# of c\nc: {type: A, value: 192.0.2.3}\n`,
    after: "# the zone\na: {type: A, value: 192.0.2.1}\n# of c\nc: {type: A, value: 192.0.2.3}\n",
  },
  "a name in block style, and no comment around it": {
    before: `a: {type: A, value: 192.0.2.1}\n\n# above\nold:\n  type: A # here\n  ttl: 60\n  value: 192.0.2.2\n  zonepipe:\n    owner: web\n    expires: 2026-11-29\n\n# below\nc: {type: A, value: 192.0.2.3}\n`,
    after: "a: {type: A, value: 192.0.2.1}\n\n# above\n\n# below\nc: {type: A, value: 192.0.2.3}\n",
  },
  "one of a name's records, in a list of lines": {
    before: `a:\n  - {type: A, value: 192.0.2.1}\n  # of the text\n  - type: TXT\n    value: x\n    ${OVER}\n  - {type: MX, value: {preference: 10, exchange: mail.example.net.}}\n`,
    after:
      "a:\n  - {type: A, value: 192.0.2.1}\n  # of the text\n  - {type: MX, value: {preference: 10, exchange: mail.example.net.}}\n",
  },
  "one of a name's records, in brackets": {
    before: `a: [{type: TXT, value: x, ${OVER}}, {type: A, value: 192.0.2.1}, {type: MX, value: {preference: 10, exchange: mail.example.net.}, ${OVER}}]\n`,
    after: "a: [{type: A, value: 192.0.2.1}]\n",
  },
  "all records of a name": {
    before: `a: {type: A, value: 192.0.2.1}\nold:\n- {type: TXT, value: x, ${OVER}}\n- {type: A, value: 192.0.2.1, ${OVER}}\nz: {type: A, value: 192.0.2.1}\n`,
    after: "a: {type: A, value: 192.0.2.1}\nz: {type: A, value: 192.0.2.1}\n",
  },
  "one value with what is said of it": {
    before:
      "a:\n  type: A\n  values:\n    - 192.0.2.1 # one\n    - 192.0.2.2 # two\n    - 192.0.2.3 # three\n  zonepipe:\n    owner: web\n    values:\n      - {value: 192.0.2.2, expires: 2026-11-29}\n      - {value: 192.0.2.3, expires: 2099-11-29}\n",
    after:
      "a:\n  type: A\n  values:\n    - 192.0.2.1 # one\n    - 192.0.2.3 # three\n  zonepipe:\n    owner: web\n    values:\n      - {value: 192.0.2.3, expires: 2099-11-29}\n",
  },
  "one value, and the mapping that said nothing else": {
    before:
      "a: {type: A, values: [192.0.2.1, 192.0.2.2], zonepipe: {values: [{value: 192.0.2.1, expires: 2026-11-29}]}}\n",
    after: "a: {type: A, values: [192.0.2.2]}\n",
  },
  "a value that is a mapping": {
    before:
      "a:\n  type: MX\n  values:\n  - preference: 10\n    exchange: a.example.net.\n  - preference: 20\n    exchange: b.example.net.\n  zonepipe:\n    values:\n    - value: {exchange: b.example.net.}\n      expires: 2026-11-29\n",
    after: "a:\n  type: MX\n  values:\n  - preference: 10\n    exchange: a.example.net.\n",
  },
  "all values of a record, one by one": {
    before:
      "a: {type: A, value: 192.0.2.9}\nb: {type: A, values: [192.0.2.1, 192.0.2.2], zonepipe: {values: [{value: 192.0.2.1, expires: 2026-11-29}, {value: 192.0.2.2, expires: 2026-11-28}]}}\n",
    after: "a: {type: A, value: 192.0.2.9}\n",
  },
  "a text of several lines": {
    before: `a:\n  type: TXT\n  ${OVER}\n  value: |-\n    one\n    # no comment\n    two\n# comment\nb: {type: A, value: 192.0.2.1}\n`,
    after: "# comment\nb: {type: A, value: 192.0.2.1}\n",
  },
  "quoted names and values, with Windows' line ends": {
    before: `'a': {type: A, value: '192.0.2.1', ${OVER}}\r\n"*": {type: TXT, value: "x"}\r\n`,
    after: '"*": {type: TXT, value: "x"}\r\n',
  },
  everything: {
    before: `# all\na: {type: A, value: 192.0.2.1, ${OVER}}\n`,
    after: "# all\n{}\n",
  },
  "nothing that has a day to come, be it today": {
    before: "a: {type: A, value: 192.0.2.1, zonepipe: {expires: 2026-11-30}}\n",
    after: "a: {type: A, value: 192.0.2.1, zonepipe: {expires: 2026-11-30}}\n",
  },
};

describe("what has expired goes out of the text", () => {
  test.each(Object.entries(CASES))("%s", async (_, { before, after }) => {
    const { files } = await removeExpired("zones", folder({ "example.com.yaml": before }), TODAY);
    expect(files.get("zones/example.com.yaml")?.after ?? before).toBe(after);
  });

  test("a subtree goes, and what stands in _config.yaml stays", async () => {
    const config = `${CONFIG}zones: {example.com: {about: {apps: {expires: 2026-11-29}}}}\n`;
    const zone =
      "a: {type: A, value: 192.0.2.1}\napps: {type: A, value: 192.0.2.2}\nx.apps: {type: A, value: 192.0.2.2}\n";
    const { files } = await removeExpired(
      "zones",
      folder({ "_config.yaml": config, "example.com.yaml": zone }),
      TODAY,
    );
    expect([...files].map(([file, { after }]) => [file, after])).toEqual([
      ["zones/example.com.yaml", "a: {type: A, value: 192.0.2.1}\n"],
    ]);
  });

  test("a template loses what has expired for all of its zones", async () => {
    const template = `$zones: [a.example, b.example]\nwww: {type: A, value: 192.0.2.1}\nold: {type: A, value: 192.0.2.2, ${OVER}}\n`;
    const { files, removed } = await removeExpired("zones", folder({ "_parked.yaml": template }), TODAY);
    expect(files.get("zones/_parked.yaml")?.after).toBe(
      "$zones: [a.example, b.example]\nwww: {type: A, value: 192.0.2.1}\n",
    );
    expect(removed.map(({ owner }) => printName(owner))).toEqual(["old.a.example.", "old.b.example."]);
  });

  test.each<[string, { readonly [file: string]: string }]>([
    [
      "of a template, for one of its zones",
      {
        "_config.yaml": `${CONFIG}zones: {a.example: {about: {old: {expires: 2026-11-29}}}}\n`,
        "_parked.yaml": "$zones: [a.example, b.example]\nold: {type: A, value: 192.0.2.2}\n",
      },
    ],
    [
      "of an anchor, which others use",
      {
        "example.com.yaml": `a: &a {type: A, value: 192.0.2.1, ${OVER}}\nb:\n  <<: *a\n  zonepipe: {owner: web}\n`,
      },
    ],
    [
      "of the apex NS, of which the SOA's MNAME follows",
      {
        "example.com.yaml": `'': {type: NS, values: [ns1.example.net., ns0.example.net.], zonepipe: {values: [{value: ns0.example.net., expires: 2026-11-29}]}}\n`,
      },
    ],
  ])("nothing goes %s", async (_, files) => {
    const removal = await removeExpired("zones", folder(files), TODAY);
    expect([removal.files.size, removal.removed]).toEqual([0, []]);
    expect(removal.left.length).toBeGreaterThan(0);
  });

  test("without `expired: remove`, or where the zones cannot be read, nothing goes", async () => {
    const text = `a: {type: A, value: 192.0.2.1, ${OVER}}\n`;
    const warn = { "_config.yaml": CONFIG.replace("remove", "warn"), "example.com.yaml": text };
    expect(await removeExpired("zones", folder(warn), TODAY)).toMatchObject({
      removed: [],
      left: [],
      isUnread: false,
    });
    const broken = { "example.com.yaml": `${text}b: {type: A, value: 192.0.2.300}\n` };
    expect(await removeExpired("zones", folder(broken), TODAY)).toMatchObject({
      removed: [],
      isUnread: true,
    });
  });
});

test("whatever is written how, what has expired goes, what has not stays, and so does every comment around", async () => {
  const value = fc.record({ octet: fc.integer({ min: 1, max: 250 }), isOver: fc.boolean() });
  const record = fc.record({
    values: fc.uniqueArray(value, { selector: ({ octet }) => octet, minLength: 1, maxLength: 4 }),
    isFlow: fc.boolean(),
    isFlowList: fc.boolean(),
    isFirst: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 5 }), async (records) => {
      const text = records.map((each, index) => `# of n${index}\n${written(`n${index}`, each)}`).join("");
      const removal = await removeExpired("zones", folder({ "example.com.yaml": text }), TODAY);
      expect(removal.left).toEqual([]);
      const gone = removal.removed.map(
        ({ owner, type, rdata }) => `${printName(owner)} ${typeName(type)} ${rdata.charCodeAt(3)}`,
      );
      const wanted = records.flatMap(({ values }, index) =>
        values.filter(({ isOver }) => isOver).map(({ octet }) => `n${index}.example.com. A ${octet}`),
      );
      expect(gone.sort()).toEqual(wanted.sort());
      const after = removal.files.get("zones/example.com.yaml")?.after ?? text;
      for (const [index] of records.entries()) expect(after).toContain(`# of n${index}\n`);
      const again = await removeExpired("zones", folder({ "example.com.yaml": after }), TODAY);
      expect(again.removed).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

function written(
  name: string,
  {
    values,
    isFlow,
    isFlowList,
    isFirst,
  }: {
    readonly values: readonly { readonly octet: number; readonly isOver: boolean }[];
    readonly isFlow: boolean;
    readonly isFlowList: boolean;
    readonly isFirst: boolean;
  },
): string {
  const texts = values.map(({ octet }) => `192.0.2.${octet}`);
  const said = values
    .filter(({ isOver }) => isOver)
    .map(({ octet }) => `{value: 192.0.2.${octet}, expires: 2026-11-01}`);
  const remarks = said.length === 0 ? [] : [`zonepipe: {values: [${said.join(", ")}]}`];
  const list =
    isFlow || isFlowList
      ? `values: [${texts.join(", ")}]`
      : `values:\n${texts.map((each) => `    - ${each}`).join("\n")}`;
  const parts = isFirst ? [...remarks, "type: A", list] : ["type: A", list, ...remarks];
  return isFlow
    ? `${name}: {${parts.join(", ")}}\n`
    : `${name}:\n${parts.map((part) => `  ${part}\n`).join("")}`;
}

function folder(files: { readonly [file: string]: string }) {
  const all = Object.entries({ "_config.yaml": CONFIG, ...files });
  return fakeFiles(Object.fromEntries(all.map(([name, text]) => [`zones/${name}`, text])));
}
