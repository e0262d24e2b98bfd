import type { Answer, Question } from "./endpoint.ts";
import { blobs } from "./git-objects.ts";
import type { State } from "./state.ts";

interface Asked {
  readonly query: string;
  readonly variables?: { readonly [name: string]: unknown };
}

/** The three queries that we have: who we are, the history of a comment, and the texts of files. */
export function graphql(state: State, { line, body }: Question): Answer {
  const { query, variables = {} } = body as Asked;
  const name = /^\s*query (\w+)/.exec(query)?.[1];
  switch (name) {
    case "viewer":
      return data({ viewer: { login: state.viewer.login } });
    case "history":
      return data({ node: historyOf(state, String(variables.id), Number(/first: (\d+)/.exec(query)?.[1])) });
    case "texts":
      return data({ repository: textsOf(state, query) });
    default:
      state.violations.push(`${line} asks for "${name}", which the fake does not know`);
      return { status: 200, json: { errors: [{ type: "undefinedField", message: "unknown query" }] } };
  }
}

function data(json: object): Answer {
  return { status: 200, json: { data: json } };
}

function historyOf(state: State, nodeId: string, first: number): object | null {
  const comment = state.comments.find(({ id }) => `IC_${id}` === nodeId);
  if (comment === undefined) return null;
  const newestFirst = comment.edits.toReversed().slice(0, first);
  return {
    userContentEdits: {
      nodes: newestFirst.map(({ body, editor }) => ({ diff: body, editor: { login: editor } })),
    },
  };
}

/** GitHub gives the text of a blob as UTF-8, cuts it when it is large, and has none for what is binary. */
function textsOf(state: State, query: string): object {
  const asked = [...query.matchAll(/(\w+): object\(oid: "(\w+)"\)/g)];
  const found = blobs(
    state,
    asked.map(([, , id]) => id!),
  );
  return Object.fromEntries(
    asked.map(([, alias, id]) => {
      const bytes = found.get(id!);
      if (bytes === undefined) return [alias, null];
      return [alias, { text: bytes.includes(0) ? null : bytes.subarray(0, state.textLimit).toString() }];
    }),
  );
}
