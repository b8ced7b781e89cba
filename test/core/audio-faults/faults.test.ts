/**
 * Every way in which an answer over HTTP can be wrong, for every kind of file, through the real export: while the fault
 * lasts nothing wrong has a final name, and once it is gone everything is there and right.
 */
import path from 'node:path';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../../support/temp';
import { flips, mislabelled, swapped } from './case-bodies';
import { compressed } from './case-compressed';
import { cuts, lengths, silence } from './case-cuts';
import { oddities, portals } from './case-portals';
import { problemsOf } from './convict';
import { startFaultServer, type FaultServer } from './fault-server';
import { KINDS } from './sounds';

const root = tempFolder('faults');
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
});

const otherHost = () => `http://127.0.0.1:${String((elsewhere.address() as AddressInfo).port)}`;
const groups = [silence, cuts, lengths, swapped, mislabelled, flips, compressed, oddities] as const;

describe.each(KINDS)('a body of %s', (kind) => {
  it.concurrent.each(groups.map((group) => [group.title, group] as const))(
    '%s leaves nothing wrong under a final name, and is had in the end',
    async (title, group) => {
      const home = path.join(root, kind, title);
      expect(await problemsOf({ server, home }, kind, group)).toEqual([]);
    },
    120_000,
  );

  it.concurrent(
    'answered by a captive portal is not kept, and nobody else is asked',
    async () => {
      const home = path.join(root, kind, 'portal');
      expect(await problemsOf({ server, home }, kind, portals(otherHost()))).toEqual([]);
      expect(strayRequests).toBe(0);
    },
    120_000,
  );
});
