/** The demo service as a child process: started when it is first asked for, and again when it has died. */
import { Failure } from '../contract/result';
import type { Child } from './child';

export interface DemoService {
  /** Its base URL; `epochMs` fixes its world. Throws Failure `offline` when it does not start. */
  start(epochMs: number): Promise<string>;
  close(): void;
}

export function createDemoService(fork: () => Child): DemoService {
  let child: Child | undefined;
  let running: Promise<string> | undefined;
  return {
    start(epochMs) {
      running ??= new Promise<string>((resolve, reject) => {
        child = fork();
        child.onMessage((message) => resolve((message as { readonly url: string }).url));
        child.onExit(() => {
          running = undefined;
          reject(new Failure({ kind: 'offline', reason: 'the demo service stopped' }));
        });
        child.post({ epochMs });
      });
      return running;
    },
    close: () => child?.kill(),
  };
}
