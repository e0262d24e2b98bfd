/**
 * What GitHub's code scanning asks of a SARIF file, as JSON Schema: the properties that its page "SARIF support for code
 * scanning" calls required, none of them empty, the limits that it names there, and the values that SARIF 2.1.0 allows.
 */
export const CODE_SCANNING_SCHEMA = {
  type: "object",
  required: ["$schema", "version", "runs"],
  properties: {
    $schema: { const: "https://json.schemastore.org/sarif-2.1.0.json" },
    version: { const: "2.1.0" },
    runs: { type: "array", minItems: 1, maxItems: 20, items: { $ref: "#/definitions/run" } },
  },
  additionalProperties: false,
  definitions: {
    text: { type: "string", minLength: 1 },
    message: {
      type: "object",
      required: ["text"],
      properties: { text: { $ref: "#/definitions/text" } },
      additionalProperties: false,
    },
    description: {
      type: "object",
      required: ["text"],
      properties: { text: { type: "string", minLength: 1, maxLength: 1024 } },
      additionalProperties: false,
    },
    level: { enum: ["error", "warning", "note"] },
    run: {
      type: "object",
      required: ["tool", "results", "columnKind"],
      properties: {
        tool: {
          type: "object",
          required: ["driver"],
          properties: { driver: { $ref: "#/definitions/driver" } },
          additionalProperties: false,
        },
        automationDetails: {
          type: "object",
          required: ["id"],
          properties: { id: { type: "string", pattern: "/$" } },
          additionalProperties: false,
        },
        columnKind: { const: "utf16CodeUnits" },
        invocations: { type: "array", maxItems: 1, items: { $ref: "#/definitions/invocation" } },
        results: { type: "array", maxItems: 5000, items: { $ref: "#/definitions/result" } },
      },
      additionalProperties: false,
    },
    driver: {
      type: "object",
      required: ["name", "rules"],
      properties: {
        name: { $ref: "#/definitions/text" },
        semanticVersion: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+" },
        rules: { type: "array", minItems: 1, maxItems: 25000, items: { $ref: "#/definitions/rule" } },
      },
      additionalProperties: false,
    },
    rule: {
      type: "object",
      required: ["id", "shortDescription", "fullDescription", "help"],
      properties: {
        id: { $ref: "#/definitions/text" },
        name: { type: "string", minLength: 1, maxLength: 255 },
        shortDescription: { $ref: "#/definitions/description" },
        fullDescription: { $ref: "#/definitions/description" },
        defaultConfiguration: {
          type: "object",
          required: ["level"],
          properties: { level: { $ref: "#/definitions/level" } },
          additionalProperties: false,
        },
        help: { $ref: "#/definitions/message" },
        helpUri: { type: "string", pattern: "^https://[^ ]+$" },
        properties: {
          type: "object",
          properties: {
            tags: { type: "array", maxItems: 10, items: { $ref: "#/definitions/text" } },
            "problem.severity": { enum: ["error", "warning", "recommendation"] },
          },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
    invocation: {
      type: "object",
      required: ["executionSuccessful"],
      properties: {
        executionSuccessful: { type: "boolean" },
        toolConfigurationNotifications: { type: "array", items: { $ref: "#/definitions/notification" } },
        toolExecutionNotifications: { type: "array", items: { $ref: "#/definitions/notification" } },
      },
      additionalProperties: false,
    },
    notification: {
      type: "object",
      required: ["message"],
      properties: {
        level: { $ref: "#/definitions/level" },
        message: { $ref: "#/definitions/message" },
        associatedRule: {
          type: "object",
          properties: { id: { $ref: "#/definitions/text" }, index: { type: "integer", minimum: -1 } },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
    result: {
      type: "object",
      required: ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
      properties: {
        ruleId: { $ref: "#/definitions/text" },
        ruleIndex: { type: "integer", minimum: 0 },
        level: { $ref: "#/definitions/level" },
        message: { $ref: "#/definitions/message" },
        locations: { type: "array", minItems: 1, maxItems: 1, items: { $ref: "#/definitions/location" } },
        partialFingerprints: {
          type: "object",
          required: ["primaryLocationLineHash"],
          properties: { primaryLocationLineHash: { type: "string", pattern: "^[0-9a-f]{32}:[1-9][0-9]*$" } },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
    location: {
      type: "object",
      required: ["physicalLocation"],
      properties: {
        physicalLocation: {
          type: "object",
          required: ["artifactLocation", "region"],
          properties: {
            artifactLocation: {
              type: "object",
              required: ["uri"],
              // Relative to the root of the repository, or outside of it: no other scheme, no slash at its beginning, no way up (RFC 3986 §4.2).
              properties: {
                uri: {
                  type: "string",
                  pattern: "^(?:file:///)?(?!/|\\.\\.?(/|$))([A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+$",
                },
              },
              additionalProperties: false,
            },
            region: {
              type: "object",
              required: ["startLine", "startColumn", "endLine", "endColumn"],
              properties: {
                startLine: { type: "integer", minimum: 1 },
                startColumn: { type: "integer", minimum: 1 },
                endLine: { type: "integer", minimum: 1 },
                endColumn: { type: "integer", minimum: 2 },
              },
              additionalProperties: false,
            },
          },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
  },
};
