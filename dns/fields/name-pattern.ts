/**
 * Names in YAML as patterns of JSON Schema (ECMA 262), for editors: they refuse no name, and most of what is none. What
 * reads names (`whyNoName`) has the last word, and the better messages.
 */
const LABEL = "([-\\w*+/]|[^\\u0000-\\u007f]|\\\\.)+";
/** Free text before the names of a service and its protocol (RFC 6763 §4.1). */
const INSTANCE = "([^.\\\\]|\\\\.)+\\._[^.]+\\._([tT][cC][pP]|[uU][dD][pP])";
const NAME = `(${LABEL}|${INSTANCE})(\\.${LABEL})*`;

/** A name in a value, with or without its final dot. */
export const NAME_PATTERN = `^(\\.|${NAME}\\.?)$`;
