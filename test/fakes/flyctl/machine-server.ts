/** The server of an image, running on this machine. */
export interface MachineServer {
  /** For UDP and TCP, on 127.0.0.1. */
  readonly port: number;
  /** Where its pages are, on 127.0.0.1. */
  readonly httpPort: number;
  /** Its own word for whether it answers: `/readyz` is 200. */
  readonly isReady: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}
