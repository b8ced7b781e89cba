/** The part of the contract in `contract/passport.ts`, onto the modules that do the work. */
import path from 'node:path';
import type { Handlers } from '../contract';
import type { passportCalls } from '../contract/passport';
import { createDocuments } from './documents/documents';
import { UTC } from './export/table-time';
import { knownZone } from './export/zones';
import type { HandlerDeps } from './handlers';
import { readPassport } from './queries/passport';
import { dayAt } from './site-days';
import { safePart } from './transfer/name-parts';

export function createPassportHandlers({
  open,
  clock,
  app,
  host,
  folders,
}: HandlerDeps): Pick<Handlers, keyof typeof passportCalls> {
  const documents = () => createDocuments(path.join(open().folder, 'documents'));
  return {
    'passport.get': ({ instrument }) =>
      readPassport(open().archive, instrument, { now: clock.now(), version: app.version }),
    async 'passport.print'({ instrument, zone }, signal) {
      const day = dayAt(clock.now(), knownZone(zone) ?? UTC);
      const page = {
        hash: `#/print/passport/${encodeURIComponent(instrument)}/${encodeURIComponent(zone)}`,
        name: `Calibration passport ${safePart(instrument, 64, 'instrument')} ${day}.pdf`,
      };
      const saved = await host.printPage(page, signal);
      if (saved === undefined) return undefined;
      return { path: saved, folder: await folders.add(path.dirname(saved)) };
    },
    async 'certificates.choose'() {
      const chosen = await host.chooseDocument();
      return chosen === undefined ? undefined : documents().add(chosen);
    },
    async 'certificates.open'({ sha256 }) {
      await host.openDocument(await documents().find(sha256));
      return undefined;
    },
  };
}
