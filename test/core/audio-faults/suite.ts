/**
 * Every way in which an answer over HTTP can be wrong, through the real jobs: while the fault lasts nothing wrong has a
 * final name, and once it is gone everything is there and right.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickFolder } from '../../support/quick-folder';
import { flips, mislabelled, swapped } from './case-bodies';
import { compressed } from './case-compressed';
import { cuts, lengths, silence } from './case-cuts';
import { oddities, portals } from './case-portals';
import { resumptions } from './case-resumed';
import { problemsOf } from './convict';
import { startFaultServer, type FaultServer } from './fault-server';
import type { Kind } from './sounds';

/** Silence first: it is mostly waited for, which the others can use. */
const groups = [
  silence,
  cuts,
  lengths,
  swapped,
  mislabelled,
  flips,
  compressed,
  oddities,
  resumptions,
] as const;

/** @param kinds what the bodies are of; each file of tests takes some, so that they run side by side */
export function faultSuite(name: string, kinds: readonly Kind[]): void {
  const root = quickFolder(`faults-${name}`);
  let server: FaultServer;
  let elsewhere: Server;
  let strayRequests = 0;
  beforeAll(async () => {
    server = await startFaultServer();
    elsewhere = createServer((_, response) => {
      strayRequests += 1;
      response.end('welcome');
    });
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
  });
  afterAll(async () => {
    await server.close();
    elsewhere.close();
    root.remove();
  });
  const otherHost = () => `http://127.0.0.1:${String((elsewhere.address() as AddressInfo).port)}`;
  const cases = groups.flatMap((group) => kinds.map((kind) => [kind, group.title, group] as const));

  describe('a body', () => {
    it.concurrent.each(cases)(
      'of %s, %s, leaves nothing wrong under a final name, and is had in the end',
      async (kind, title, group) => {
        const home = path.join(root.path, kind, title);
        expect(await problemsOf({ server, home }, kind, group)).toEqual([]);
      },
      240_000,
    );

    it.concurrent.each(kinds)(
      'of %s, answered by a captive portal, is not kept, and nobody else is asked',
      async (kind) => {
        const home = path.join(root.path, kind, 'portal');
        expect(await problemsOf({ server, home }, kind, portals(otherHost()))).toEqual([]);
        expect(strayRequests).toBe(0);
      },
      240_000,
    );
  });
}
