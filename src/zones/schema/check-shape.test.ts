import fc from "fast-check";
import { expect, test } from "vitest";
import { CONFIG_SCHEMA } from "../config/config-schema.ts";
import { compose } from "../yaml/compose.ts";
import { plainOf } from "../yaml/plain.ts";
import { sourceText } from "../yaml/source-text.ts";
import { shapeCheck, shapeCheckByKeys } from "./check-shape.ts";

const nameOf = (path: readonly string[]) => path.join(".");
const whole = shapeCheck(CONFIG_SCHEMA, nameOf, []);
const byKeys = shapeCheckByKeys(CONFIG_SCHEMA, nameOf);

/** Some of the settings' keys, and one that is none, with what fits there, in a zone, or nowhere. */
const someKeys = [...Object.keys(CONFIG_SCHEMA.properties as object), "nameserver", "__proto__"];
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("text", null, "3600"),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("name", "addresses", "refresh", "by", "x", ...someKeys), tie("value"), {
      maxKeys: 3,
    }),
  ),
}));
const settings = fc.dictionary(fc.constantFrom(...someKeys), value, { maxKeys: 5 });

test("what a schema's parts find that are compiled for the keys of a file is what the whole of it finds", () => {
  const found = new Set<string>();
  fc.assert(
    fc.property(fc.oneof(settings, value), (written) => {
      const { root } = compose(sourceText("zones/_config.yaml", JSON.stringify(written)), new Map());
      const plain = plainOf(root!); // something was written
      const problems = byKeys(root!, plain);
      expect(problems).toEqual(whole(root!, plain));
      for (const { rule } of problems) found.add(rule);
    }),
    { numRuns: 300 },
  );
  // A property that meets no problem would show nothing.
  expect([...found]).toEqual(
    expect.arrayContaining(["unknown-key", "wrong-kind", "missing-key", "missing-value"]),
  );
});
