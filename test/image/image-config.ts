import type { Buildah } from "./buildah.ts";

/** What an image says about how it is run (OCI image specification, "Image Configuration"). */
export interface ImageConfig {
  readonly Env: readonly string[];
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
  readonly User?: string;
  readonly ExposedPorts: { readonly [port: string]: unknown };
  readonly Labels: { readonly [name: string]: string };
}

/** Reads it from an image. */
export async function imageConfig(buildah: Buildah, image: string): Promise<ImageConfig> {
  const { OCIv1 } = JSON.parse(await buildah("inspect", "--type", "image", image)) as {
    OCIv1: { config: ImageConfig }; // as buildah prints it
  };
  return OCIv1.config;
}
