/** In the place of ajv, which makes programs out of schemas: a page with a strict policy runs none that are made. */
export class Ajv {
  /** Checks data against a schema of the few keywords that shapes have (`src/zones/schema/shape.ts`); errors are as ajv's with `verbose`. */
  compile(schema: Schema): Check {
    const check: Check = (data) => {
      const errors = [...errorsOf(schema, data, "", schema)];
      check.errors = errors.length === 0 ? null : errors;
      return errors.length === 0;
    };
    return check;
  }
}

/** A schema, or whether there may be anything. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

/** What `compile` gives: whether data fit, and in `errors` what does not. */
export interface Check {
  (data: unknown): boolean;
  errors?: readonly ShapeError[] | null;
}

/** One thing that does not fit. */
export interface ShapeError {
  readonly keyword: string;
  /** JSON Pointer (RFC 6901). */
  readonly instancePath: string;
  readonly params: { readonly [name: string]: unknown };
  readonly parentSchema?: Schema;
}

type Mapping = { readonly [key: string]: unknown };

function* errorsOf(schema: Schema, data: unknown, path: string, root: Schema): Generator<ShapeError> {
  if (typeof schema === "boolean") {
    if (!schema) yield { keyword: "false schema", instancePath: path, params: {}, parentSchema: schema };
    return;
  }
  const fault = (keyword: string, params: Mapping = {}): ShapeError => {
    return { keyword, instancePath: path, params, parentSchema: schema };
  };
  const inner = (part: unknown, value = data, at = path) => errorsOf(part as Schema, value, at, root); // a schema's parts are schemas
  const fits = (part: unknown) => inner(part).next().done === true;
  const { type, $ref, allOf, anyOf, oneOf, not } = schema;
  if (type !== undefined && ![type].flat().some((each) => isOf(each, data))) {
    yield fault("type", { type });
    return; // what follows is about data of that type
  }
  if (typeof $ref === "string") yield* inner(find(root, $ref));
  for (const part of (allOf ?? []) as readonly Schema[]) yield* inner(part);
  for (const [keyword, parts, most] of [
    ["anyOf", anyOf, Number.POSITIVE_INFINITY],
    ["oneOf", oneOf, 1],
  ] as const) {
    if (!Array.isArray(parts)) continue;
    const count = parts.filter(fits).length;
    if (count === 0) for (const part of parts) yield* inner(part);
    if (count === 0 || count > most) yield fault(keyword);
  }
  if (not !== undefined && fits(not)) yield fault("not");
  if (schema.if !== undefined) {
    const branch = schema[fits(schema.if) ? "then" : "else"];
    if (branch !== undefined) {
      const errors = [...inner(branch)];
      yield* errors;
      if (errors.length > 0) yield fault("if");
    }
  }
  if (Array.isArray(data))
    yield* itemErrors(schema, data, fault, (part, value, step) => inner(part, value, `${path}/${step}`));
  else if (isMapping(data))
    yield* entryErrors(schema, data, fault, (part, value, step) =>
      inner(part, value, `${path}/${pointer(step)}`),
    );
}

type Fault = (keyword: string, params?: Mapping) => ShapeError;
type Inner = (schema: unknown, value: unknown, step: string) => Generator<ShapeError>;

function* itemErrors(
  schema: Mapping,
  data: readonly unknown[],
  fault: Fault,
  inner: Inner,
): Generator<ShapeError> {
  const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY, uniqueItems } = schema;
  if (data.length < Number(minItems)) yield fault("minItems");
  if (data.length > Number(maxItems)) yield fault("maxItems");
  if (uniqueItems === true && new Set(data.map((item) => JSON.stringify(item))).size < data.length)
    yield fault("uniqueItems");
  if (items !== undefined)
    for (const [index, item] of data.entries()) yield* inner(items, item, String(index));
}

function* entryErrors(schema: Mapping, data: Mapping, fault: Fault, inner: Inner): Generator<ShapeError> {
  const { properties = {}, patternProperties = {}, additionalProperties, required = [] } = schema;
  for (const missingProperty of required as readonly string[])
    if (!Object.hasOwn(data, missingProperty)) yield fault("required", { missingProperty });
  for (const [key, value] of Object.entries(data)) {
    const parts = Object.entries(patternProperties as Mapping)
      .filter(([pattern]) => new RegExp(pattern, "u").test(key))
      .map(([, part]) => part);
    if (Object.hasOwn(properties as Mapping, key)) parts.unshift((properties as Mapping)[key]);
    for (const part of parts) yield* inner(part, value, key);
    if (parts.length > 0 || additionalProperties === undefined) continue;
    if (additionalProperties === false) yield fault("additionalProperties", { additionalProperty: key });
    else yield* inner(additionalProperties, value, key);
  }
}

function isOf(type: unknown, data: unknown): boolean {
  if (type === "object") return isMapping(data);
  if (type === "array") return Array.isArray(data);
  if (type === "null") return data === null;
  if (type === "integer") return Number.isInteger(data);
  return typeof data === type;
}

function isMapping(data: unknown): data is Mapping {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

function pointer(step: string): string {
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** What `#/definitions/name` names. */
function find(root: Schema, ref: string): Schema {
  let at: unknown = root;
  for (const step of ref.replace(/^#\/?/, "").split("/").filter(Boolean)) at = (at as Mapping)[step]; // our schemas name what there is
  return at as Schema;
}
