import type { Github } from "./client.ts";
import { at } from "./refusal.ts";

/** Who wrote something, as GitHub's REST interface says it. */
export interface Author {
  readonly login: string;
  /** `User`, `Bot`, `Organization`. */
  readonly type: string;
}

/**
 * Who we are to GitHub: the account behind the token, or the bot of an installed app. (REST has no such question for
 * the token of a job.) Gives a test of who wrote something.
 */
export async function ownLogin(github: Github): Promise<(author: Author | null) => boolean> {
  const login = await at("ask GitHub who this job is", "pull-requests: write", async () => {
    const { viewer } = await github.graphql<{ viewer: Pick<Author, "login"> }>(
      "query viewer { viewer { login } }",
    );
    return viewer.login;
  });
  // GraphQL may leave out the "[bot]" of an app's login; nobody else can be called so, for brackets are not allowed.
  return (author) =>
    author !== null &&
    (author.login === login || (author.type === "Bot" && author.login === `${login}[bot]`));
}
