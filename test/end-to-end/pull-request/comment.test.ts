import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { printMarker, readMarker } from "../../../src/github/comment-marker.ts";
import { addComment, editComment } from "../../fakes/github/comments.ts";
import { type Scenario, scenario, withWww, ZONES } from "./scenario.ts";

const BOT = { login: "github-actions[bot]", type: "Bot" } as const;
const BROKEN = { "zones/example.com.yaml": "www: {type: A, value: 192.0.2.300}\n" };

let it: Scenario;
beforeEach(async () => {
  it = await scenario();
});
afterEach(() => it.stop());

describe("one comment tells it all", () => {
  test("the first plan becomes a comment, with links to lines at the head, and to those of what goes at the base", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const { planned, commented } = await it.planAndComment(pull);
    expect(planned).toMatchObject({ exitCode: 0, outputs: { changed: "true", problems: "0" } });
    expect(commented).toMatchObject({ exitCode: 0, outputs: { posted: "created", "pull-request": "1" } });
    const [comment] = it.ours(pull);
    expect(readMarker("plan", comment!)).toEqual({ run: 9000, attempt: 1, head: pull.head.sha });
    expect(comment).toContain("`192.0.2.2`");
    expect(comment).toContain(`/blob/${pull.head.sha}/zones/example.com.yaml#L4)`);
    const base = it.repository.git("rev-parse", "main");
    expect(comment).toContain("| `192.0.2.2` | 3600 | was [L4](");
    expect(comment).toContain(`/blob/${base}/zones/example.com.yaml#L4)`);
    expect(comment).toContain("32 of 32 answers as expected");
    expect(comment).toContain("from the pull request's own run");
    expect(commented.summary).toContain(commented.outputs["comment-url"]);
  });

  test("a second push updates it in place", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    await it.comment(it.pretend(pull));
    it.push(pull, withWww("192.0.2.21"));
    const again = await it.comment(it.pretend(pull));
    expect(again.outputs).toMatchObject({ posted: "updated" });
    expect(it.ours(pull)).toEqual([expect.stringContaining("`192.0.2.21`")]);
    expect(it.ours(pull)[0]).not.toContain("`192.0.2.20`");
  });

  test("an error shows with its line, fails the plan, and passing again clears it; what stood before is a count", async () => {
    it.repository.commit("main", { "zones/example.org.yaml": "old: {type: A, ttl: 30, value: 192.0.2.9}\n" });
    const pull = it.open(BROKEN);
    const { planned, commented } = await it.planAndComment(pull);
    expect(planned).toMatchObject({ exitCode: 1, outputs: { problems: "1", changed: "true" } });
    expect(planned.commands).toContainEqual(
      expect.stringMatching(
        /^::error title=[a-z0-9-]+,file=zones\/example\.com\.yaml,line=1,col=\d+::.*192\.0\.2\.300/,
      ),
    );
    expect(planned.commands.filter((line) => /^::(warning|notice)/.test(line))).toEqual([
      expect.stringMatching(/^::notice title=before this change already::1 warning: /),
    ]);
    expect(it.ours(pull)[0]).toContain("Before this change already: ⚠️ 1 warning");
    expect(commented.exitCode).toBe(0); // the pull request's own run fails for it
    expect(it.ours(pull)).toEqual([expect.stringMatching(/❌[\s\S]*zones\/example\.com\.yaml:1:\d+/)]);

    it.push(pull, withWww("192.0.2.20"));
    await it.comment(it.pretend(pull));
    expect(it.ours(pull)).toEqual([expect.stringContaining("✅")]);
    expect(it.ours(pull)[0]).not.toContain("192.0.2.300");
  });

  test("beside an error, what changes elsewhere is told all the same", async () => {
    const pull = it.open({ ...BROKEN, "zones/example.org.yaml": "www: {type: A, value: 192.0.2.10}\n" });
    await it.planAndComment(pull);
    const [text] = it.ours(pull);
    expect(text).toContain("192.0.2.300");
    expect(text).toMatch(/### `example\.com\.`\n\n.* What changes in it is not known\./);
    expect(text).toMatch(/\| \+ \| `www` \| A \| `192\.0\.2\.10` \|/);
  });

  test("no zone changed: no new comment, and an existing one says so", async () => {
    const pull = it.open({ "zones/example.com.yaml": `# A word.\n${ZONES["zones/example.com.yaml"]}` });
    expect((await it.comment(it.pretend(pull))).outputs).toMatchObject({
      changed: "false",
      posted: "not-needed",
    });
    expect(it.ours(pull)).toEqual([]);

    it.push(pull, withWww("192.0.2.20"));
    await it.comment(it.pretend(pull));
    it.push(pull, ZONES);
    const back = await it.comment(it.pretend(pull));
    expect(back.outputs).toMatchObject({ changed: "false", posted: "updated" });
    expect(it.ours(pull)).toEqual([expect.stringContaining("changes no zone")]);
  });

  test("a setting changed that no record shows: a comment that says so", async () => {
    const config = `${ZONES["zones/_config.yaml"]}safety: {max_delete_percent: 100}\n`;
    const pull = it.open({ "zones/_config.yaml": config });
    await it.comment(it.pretend(pull));
    expect(it.ours(pull)).toEqual([
      expect.stringMatching(/ · settings changed[\s\S]*percent changes from 30 to 100; the stricter of both/),
    ]);
  });

  test("a zone that comes, and one that goes", async () => {
    const pull = it.open({
      "zones/example.org.yaml": null,
      "zones/example.net.yaml": "ns1: {type: A, value: 192.0.2.53}\nns2: {type: A, value: 192.0.2.54}\n",
    });
    await it.comment(it.pretend(pull));
    expect(it.ours(pull)).toEqual([
      expect.stringMatching(/zonepipe:allow-removal:example\.org[\s\S]*example\.net/),
    ]);
  });

  test("the folder of the zones goes: a problem of the pull request, not of the world", async () => {
    const pull = it.open({ zones: null });
    const { planned, commented } = await it.planAndComment(pull);
    expect(planned.exitCode).toBe(1);
    expect(commented.exitCode).toBe(0);
    expect(it.ours(pull)).toEqual([expect.stringContaining("every zone would go")]);
  });

  test("zones that were broken before are a note, and mending them is a plan", async () => {
    it.repository.commit("main", BROKEN);
    const pull = it.open(withWww("192.0.2.20"), { branch: "mend" });
    const commented = await it.comment(it.pretend(pull));
    expect(commented).toMatchObject({ exitCode: 0, outputs: { posted: "created" } });
    expect(it.ours(pull)[0]).toMatch(/example.com\\?\. was broken before/);
  });
});

describe("whose comment it is", () => {
  test("ours is found behind 300 others", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    for (let index = 0; index < 150; index++) {
      addComment(it.state, pull.number, { login: "somebody", type: "User" }, "Nice.");
    }
    await it.comment(it.pretend(pull));
    for (let index = 0; index < 150; index++) {
      addComment(it.state, pull.number, { login: "somebody", type: "User" }, "Very nice.");
    }
    it.state.comments.sort((a, b) => (a.author.type === "Bot" ? 1 : 0) - (b.author.type === "Bot" ? 1 : 0));
    it.push(pull, withWww("192.0.2.21"));
    expect((await it.comment(it.pretend(pull))).outputs.posted).toBe("updated");
    expect(it.state.comments).toHaveLength(301);
  });

  test("a marker that a user planted is left alone", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const planted = `${printMarker("plan", { run: 999_999, attempt: 9, head: pull.head.sha })}\nAll is fine.`;
    addComment(it.state, pull.number, { login: "stranger", type: "User" }, planted);
    addComment(it.state, pull.number, { login: "other-app[bot]", type: "Bot" }, planted);
    expect((await it.comment(it.pretend(pull))).outputs.posted).toBe("created");
    expect(it.state.comments.slice(0, 2).map(({ body }) => body)).toEqual([planted, planted]);
    expect(it.ours(pull)).toHaveLength(1);
  });

  test("a comment of ours that only quotes a marker is none", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const marker = printMarker("plan", { run: 999_999, attempt: 9, head: pull.head.sha });
    const other = addComment(it.state, pull.number, BOT, `Another job says:\n${marker}\nfine`);
    expect((await it.comment(it.pretend(pull))).outputs.posted).toBe("created");
    expect(other.body).toContain("Another job says");
  });
});

describe("runs that end in another order", () => {
  test("an older run does not overwrite a newer one", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const older = it.pretend(pull);
    const newer = it.pretend(pull);
    await it.comment(newer);
    const text = it.ours(pull);
    expect((await it.comment(older)).outputs.posted).toBe("kept-newer");
    expect(it.ours(pull)).toEqual(text);
  });

  test("a later attempt of a run is newer", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const run = it.pretend(pull);
    await it.comment(run);
    await it.comment({ ...run, attempt: 2 });
    expect((await it.comment(run)).outputs.posted).toBe("kept-newer");
    expect(readMarker("plan", it.ours(pull)[0]!)).toMatchObject({ attempt: 2 });
  });

  test("a run whose commit is not the head any more posts nothing", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const older = it.pretend(pull);
    it.push(pull, withWww("192.0.2.21"));
    const ended = await it.comment(older);
    expect(ended).toMatchObject({ exitCode: 0, summary: expect.stringContaining("nothing was posted") });
    expect(it.ours(pull)).toEqual([]);
  });

  test("a push while the report is made: nothing is posted", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const run = it.pretend(pull);
    it.state.before.push({ on: /^GET .*\/comments$/, act: () => it.push(pull, withWww("192.0.2.21")) });
    it.state.before.push({ on: /^GET .*\/pulls\/1$/, act: () => {} });
    const ended = await it.comment(run);
    expect(ended.exitCode).toBe(0);
    expect(it.ours(pull).map((body) => readMarker("plan", body)?.head)).not.toContain(pull.head.sha);
  });

  test("a newer report that was overwritten between look and write is put back", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const first = it.pretend(pull);
    await it.comment(first);
    const older = it.pretend(pull);
    const newer = it.pretend(pull);
    const report = `${printMarker("plan", { run: newer.id, attempt: 1, head: pull.head.sha })}\nThe newer report.`;
    it.state.before.push({
      on: /^PATCH /,
      act: () => editComment(it.state.comments[0]!, BOT.login, report),
    });
    const ended = await it.comment(older);
    expect(ended.outputs.posted).toBe("kept-newer");
    expect(it.ours(pull)).toEqual([report]);
  });

  test("of two comments of ours the older stays, with the newest report", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const older = it.pretend(pull);
    const newer = it.pretend(pull);
    const report = `${printMarker("plan", { run: newer.id, attempt: 1, head: pull.head.sha })}\nThe newer report.`;
    // Both jobs saw no comment; the other one writes first.
    it.state.before.push({ on: /^POST .*\/comments$/, act: () => void addComment(it.state, 1, BOT, report) });
    const [before] = [it.state.nextId];
    const ended = await it.comment(older);
    expect(ended.outputs.posted).toBe("kept-newer");
    expect(it.ours(pull)).toEqual([report]);
    expect(it.state.comments[0]!.id).toBe(before);
  });
});

describe("a pull request that is over", () => {
  test("merged before the run ended: nothing is posted", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    await it.comment(it.pretend(pull));
    const text = it.ours(pull);
    const run = it.pretend(pull);
    pull.state = "closed";
    expect((await it.comment(run)).summary).toContain("nothing was posted");
    expect(it.ours(pull)).toEqual(text);
  });

  test("merged while the report is made: the comment stays as it is", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    await it.comment(it.pretend(pull));
    const text = it.ours(pull);
    const run = it.pretend(pull);
    it.state.before.push({ on: /^GET .*\/compare\//, act: () => Object.assign(pull, { state: "closed" }) });
    expect((await it.comment(run)).outputs.posted).toBe("closed");
    expect(it.ours(pull)).toEqual(text);
  });

  test("the branch, and the repository it was in, is deleted", async () => {
    const pull = it.open(withWww("192.0.2.20"), { fork: {} });
    const run = it.pretend(pull);
    pull.head.repository = undefined;
    expect((await it.comment(run)).outputs.posted).toBe("created"); // it can be merged all the same
    const [before] = it.ours(pull);
    expect(before).toContain("`192.0.2.20`");
    expect(await it.comment({ ...run, repository: undefined })).toMatchObject({ exitCode: 0 });
    expect(it.ours(pull)).toEqual([before]);
  });

  test("a pull request that goes to another branch now is compared with that one", async () => {
    it.repository.commit("stable", withWww("192.0.2.30"));
    it.repository.commit("for-stable", {}, "stable");
    const pull = it.open(
      { "zones/example.org.yaml": "www: {type: A, value: 192.0.2.99}\n" },
      { branch: "for-stable" },
    );
    await it.comment(it.pretend(pull));
    expect(it.ours(pull)[0]).toContain("`192.0.2.30`");
    pull.base.branch = "stable";
    await it.comment(it.pretend(pull));
    expect(it.ours(pull)).toEqual([expect.stringContaining("`192.0.2.99`")]);
    expect(it.ours(pull)[0]).not.toContain("`192.0.2.30`");
  });
});

describe("runs that are not for us", () => {
  test("a run for another event posts nothing", async () => {
    const pull = it.open(withWww("192.0.2.20"));
    const ended = await it.comment({ ...it.pretend(pull), event: "push" });
    expect(ended).toMatchObject({ exitCode: 0, summary: expect.stringContaining("not for a pull request") });
    expect(it.ours(pull)).toEqual([]);
  });

  test("two open pull requests with one head: each has its comment, and what the run saw is told in none", async () => {
    it.repository.commit("stable", withWww("192.0.2.30"));
    const pull = it.open(withWww("192.0.2.20"));
    const other = { ...pull, number: 2, base: { branch: "stable" } };
    it.state.pulls.push(other);
    await it.comment(it.pretend(pull));
    for (const each of [pull, other])
      expect(it.ours(each)).toEqual([expect.stringContaining("`192.0.2.20`")]);
    for (const each of [pull, other])
      expect(it.ours(each)[0]).toContain("several pull requests have this commit");
  });
});
