import { expect, test } from "vitest";
import { sessionPage } from "./session-page.ts";

test("a session is as the documentation shows it", async () => {
  await expect(await sessionPage(), "npm run docs writes it anew").toMatchFileSnapshot(
    "../../docs/reference/editor-session.md",
  );
}, 60_000);
