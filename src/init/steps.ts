import { type Name, parseName } from "../../dns/name.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { DANGER_KINDS } from "../plan/danger-kinds.ts";
import { labelFor } from "../plan/dangers.ts";
import type { Found, FoundApp } from "./look-around.ts";
import { CONFIG } from "./new-files.ts";
import { describeLayout, type NewApp, type NewRepository } from "./offer.ts";

/** One thing to do on the way to a nameserver that answers. */
export interface Step {
  readonly title: string;
  /** `unseen`: it cannot be seen from here. */
  readonly state: "done" | "to do" | "unseen";
  /** What was found: a sentence without its final stop. */
  readonly detail?: string;
  /** What to run, or to write where, as far as it is not done. */
  readonly run: readonly string[];
}

/** Everything from nothing to answering, in order, with what is done already. */
export function stepsFor(repository: NewRepository, found: Found): Step[] {
  const { apps } = repository;
  const appOf = ({ name }: NewApp): FoundApp => found.apps.get(name) ?? { kind: "missing" };
  return [
    flyctlStep(found),
    ...apps.flatMap((app) => [appStep(app, appOf(app)), addressStep(app, appOf(app))]),
    configStep(repository, found),
    gitStep(found),
    releaseStep(repository, found),
    protectionStep(),
    labelStep(repository),
    {
      title: "A token of Fly.io, as a secret of the repository: the only one",
      state: "unseen",
      run: [
        apps.length === 1
          ? `fly tokens create deploy -a ${apps[0]!.name} -x 8760h`
          : "fly tokens create org -x 8760h (a token of one app cannot release two)",
        "gh secret set FLY_API_TOKEN",
      ],
    },
    cookieStep(apps),
    deploymentStep(repository, apps.map(appOf)),
    registrarStep(repository),
    {
      title: "Proof: the parent's servers send resolvers to these, and these answer",
      state: "unseen",
      run: ["zonepipe delegation", "zonepipe status"],
    },
  ];
}

/** The steps for a terminal, and what they cost. */
export function printSteps(repository: NewRepository, steps: readonly Step[]): string {
  const lines = [describeLayout(repository.layout), ""];
  const marks = { done: "✔", "to do": "·", unseen: "?" };
  steps.forEach(({ title, state, detail, run }, index) => {
    const found = detail === undefined ? "" : ` (${showHidden(detail)})`;
    lines.push(`${marks[state]} ${String(index + 1).padStart(2)}. ${title}${found}`);
    if (state !== "done") lines.push(...run.map((line) => `        ${line}`));
  });
  lines.push(
    "",
    "✔ is done, · is to be done, ? cannot be seen from here. `zonepipe init --steps` looks again.",
  );
  return `${lines.join("\n")}\n`;
}

function flyctlStep({ flyctl }: Found): Step {
  const title = "flyctl, and a login";
  const run = ["https://fly.io/docs/flyctl/install/", "fly auth login"];
  return "version" in flyctl
    ? { title, state: "done", detail: flyctl.version, run }
    : { title, state: "to do", detail: flyctl.reason, run };
}

function appStep({ name }: NewApp, app: FoundApp): Step {
  const title = `The app ${name}`;
  const run = [`fly apps create ${name}`];
  switch (app.kind) {
    case "there":
      return { title, state: "done", run };
    case "missing":
      return { title, state: "to do", run };
    case "unknown":
      return { title, state: "unseen", ...(app.reason === undefined ? {} : { detail: app.reason }), run };
    default:
      return app satisfies never;
  }
}

function addressStep({ name, nameservers }: NewApp, app: FoundApp): Step {
  const wanted = nameservers.length;
  const count = wanted === 1 ? "A dedicated IPv4 address" : `${wanted} dedicated IPv4 addresses`;
  const title = `${count} of ${name}, $2 a month each: UDP comes by no other`;
  const has = app.kind === "there" ? app.addresses : [];
  const run = Array.from(
    { length: Math.max(0, wanted - has.length) },
    () => `fly ips allocate-v4 --yes -a ${name}`,
  );
  const detail = has.length === 0 ? {} : { detail: has.join(", ") };
  return {
    title,
    state: run.length === 0 ? "done" : app.kind === "unknown" ? "unseen" : "to do",
    ...detail,
    run,
  };
}

function configStep({ apps }: NewRepository, { config = "" }: Found): Step {
  const missing = apps.filter(
    ({ nameservers, addresses }) =>
      addresses.filter((address) => config.includes(address)).length < nameservers.length,
  );
  return {
    title: `The addresses of the nameservers in ${CONFIG}`,
    state: missing.length === 0 ? "done" : "to do",
    run: [
      ...missing.map(({ name }) => `fly ips list -a ${name}`),
      "write each as addresses: […] of its nameserver; then `zonepipe check` finds no problem",
    ],
  };
}

function gitStep({ remote }: Found): Step {
  const title = "A repository on GitHub";
  const push = "gh repo create OWNER/REPO --private --source . --remote origin";
  if (remote === undefined) return { title, state: "to do", run: ["git init --initial-branch main", push] };
  if (remote === null) return { title, state: "to do", detail: "git has no remote", run: [push] };
  return { title, state: "done", detail: remote, run: [] };
}

function releaseStep({ action }: NewRepository, { workflow }: Found): Step {
  const title = "The release of zonepipe in .github/workflows";
  if (workflow !== undefined && !workflow.includes("OWNER/zonepipe"))
    return { title, state: "done", ...(action === undefined ? {} : { detail: action.repository }), run: [] };
  return {
    title,
    state: "to do",
    run: [
      "git ls-remote https://github.com/OWNER/zonepipe 'refs/tags/v*'",
      "put OWNER and the commit into every file there, or give init --action OWNER/zonepipe@COMMIT",
    ],
  };
}

/** Without it a pull request may be merged while its check is red. */
function protectionStep(): Step {
  return {
    title:
      "Branch protection: the check plan / plan is required (a private repository needs GitHub Pro or Team for it)",
    state: "unseen",
    run: [
      "gh api -X PUT repos/{owner}/{repo}/branches/main/protection --input - <<< '" +
        '{"required_status_checks": {"strict": false, "contexts": ["plan / plan"]}, "enforce_admins": false, ' +
        `"required_pull_request_reviews": null, "restrictions": null}'`,
    ],
  };
}

/** GitHub offers labels that are there; the others are typed where one is chosen, and made on the way. */
function labelStep({ zone }: NewRepository): Step {
  const origin = parseName(zone) as Name; // printed from a name
  const kinds = DANGER_KINDS.filter((each) => each.of === "zone"); // a new repository has no invariants
  const labels = kinds.map(({ kind }) => labelFor(kind, origin));
  return {
    title:
      "The labels with which somebody lets out what is dangerous; a pull request's comment names the one it needs",
    state: "unseen",
    run: labels.map((label) => `gh label create ${label} --color d93f0b --force`),
  };
}

/** Without it a resolver whose address is flooded in its name has TCP alone. */
function cookieStep(apps: readonly NewApp[]): Step {
  return {
    title:
      "A secret for DNS cookies, the same for all apps: whoever has a cookie is never limited in a flood",
    state: "unseen",
    run: [
      "SECRET=$(openssl rand -hex 16)",
      ...apps.map(
        ({ name }) => `echo ZONEPIPE_COOKIE_SECRETS=$SECRET | fly secrets import --stage -a ${name}`,
      ),
    ],
  };
}

function deploymentStep({ apps, layout }: NewRepository, found: readonly FoundApp[]): Step {
  const title = "The first deployment: a push to main; from here on a machine costs about $2 a month";
  const wanted = layout === "one-app" ? 2 : 1; // with two apps the other one answers meanwhile
  const counts = found.map((app) => (app.kind === "there" ? app.machines : 0));
  const detail = counts.every((count) => count === 0) ? {} : { detail: `machines: ${counts.join(", ")}` };
  if (counts.every((count) => count >= wanted)) return { title, state: "done", ...detail, run: [] };
  const first = counts.includes(0) ? ["git add . && git commit -m Zones && git push -u origin main"] : [];
  const more = apps.map(
    ({ name, region }) =>
      `fly scale count 2 --region ${region} -a ${name} (after it, so that no deployment is an outage)`,
  );
  return {
    title,
    state: found.some(({ kind }) => kind === "unknown") ? "unseen" : "to do",
    ...detail,
    run: [...first, ...(wanted === 1 ? [] : more)],
  };
}

function registrarStep({ zone, apps }: NewRepository): Step {
  const pairs = apps.flatMap(({ nameservers, addresses }) =>
    nameservers.map((name, index) => ({ name, address: addresses[index] ?? "its address" })),
  );
  return {
    title: `At the registrar of ${zone}, once the nameservers answer`,
    state: "unseen",
    run: [
      ...pairs.map(({ name, address }) => `host record (glue): ${name} ${address}`),
      `nameservers: ${pairs.map(({ name }) => name).join(" ")}`,
      "a domain that is in use elsewhere is moved first: docs/runbook.md of zonepipe",
    ],
  };
}
