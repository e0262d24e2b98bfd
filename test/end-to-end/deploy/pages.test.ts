import { afterEach, expect, test, vi } from "vitest";
import { requireTool } from "../../tools.ts";
import { type DeployScenario, deployScenario, SOON, withWww } from "./scenario.ts";
import { settledPage } from "./settled-page.ts";

// Deployments start real servers.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let it: DeployScenario;
afterEach(() => it.stop());

const PAGES = "../../../docs/deployments"; // docs/explanation/deployments.md shows them

/** Matches images that are not built yet. */
function imagesToCome(): RegExp {
  const known = [...it.fly.state.registry.keys()].map((each) => each.split(/[:@]/).at(-1));
  return new RegExp(`^(?!.*(${known.join("|")}))`);
}

const show = (name: string, markdown: string | undefined) =>
  expect(settledPage(markdown ?? "", it), "npm run docs writes it anew").toMatchFileSnapshot(
    `${PAGES}/${name}.md`,
  );

const hasDig = requireTool("dig", "bind9-dnsutils"); // the pages say who asked

test.runIf(hasDig)(
  "docs/deployments is what deployments of two apps really say, from one to the next",
  async () => {
    it = await deployScenario(["example-dns-a", "example-dns-b"]);
    const [first] = it.apps;
    expect((await it.deploy()).exitCode).toBe(0);
    await it.fly.scale(first!, "ams");

    const good = it.merge(withWww("192.0.2.2"));
    const deployed = await it.deploy();
    expect(deployed.exitCode, deployed.log).toBe(0);
    await show("deployed", it.comments(good)[0]);

    const again = await it.deploy();
    expect(again.exitCode, again.log).toBe(0);
    await show("unchanged", again.summary);

    const bad = it.merge(withWww("192.0.2.3"));
    const dead = { kind: "udp-dead", image: imagesToCome(), isUnnoticed: true } as const;
    it.fly.state.ailments.push({ ...dead, app: "example-dns-a", region: "ams" });
    const back = await it.deploy(SOON);
    expect(back.exitCode, back.log).toBe(1);
    await show("rolled-back", it.comments(bad)[0]);

    // The canary is right, the rest is not, and the canary does not take the old image any more.
    it.fly.state.ailments.length = 0;
    const late = it.merge(withWww("192.0.2.4"));
    const coming = imagesToCome();
    it.fly.state.ailments.push(
      { kind: "udp-dead", app: "example-dns-a", region: "iad", image: coming, isUnnoticed: true },
      {
        kind: "keeps-image",
        app: "example-dns-a",
        region: "ams",
        image: new RegExp(`^(?!${coming.source})`),
      },
    );
    first!.route = (machines) => machines.find(({ region }) => region === "ams");
    const lagging = await it.deploy(SOON);
    expect(lagging.exitCode, lagging.log).toBe(1);
    await show("lagging", it.comments(late)[0]);
  },
);
