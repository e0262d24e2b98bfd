import { join, resolve } from "node:path";
import { VIEWS } from "../live/chromium.ts";
import { hashOf, open, startPlayground } from "./opened.ts";
import { STATES } from "./states.ts";

/** Makes pictures of the playground in a folder: its three states in all views. */
const folder = resolve(process.argv[2] ?? ".");

const HEIGHT = { phone: 2_400, desk: 1_600 }; // CSS pixels of a page that may be of any length

const playground = await startPlayground();
try {
  for (const [state, written] of Object.entries(STATES)) {
    for (const { width, theme } of VIEWS) {
      const kind = width < 500 ? "phone" : "desk";
      const view = {
        viewport: { width, height: HEIGHT[kind] },
        colorScheme: theme,
        reducedMotion: "reduce",
      } as const;
      const { page } = await open(playground, await hashOf(written), view);
      const name = `playground-${state}-${kind}-${theme}.png`;
      await page.screenshot({ path: join(folder, name) });
      process.stdout.write(`docs/pictures/${name}\n`);
      await page.close();
    }
  }
} finally {
  await playground.close();
}
