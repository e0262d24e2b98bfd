import { Ajv } from "ajv";
import { expect } from "vitest";
import { reportSchema } from "../scripts/report-schema.ts";
import { closed } from "./closed-schema.ts";

const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  closed(reportSchema()),
);

/** The text is a report as the published schema says, and has no key that the schema does not name. */
export function expectValidReport(text: string): void {
  validate(JSON.parse(text));
  expect(validate.errors).toBeNull();
}
