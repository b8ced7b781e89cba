import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { withArchive } from '../../../support/temp-archive';

const full = {
  serialNumber: 'QT1',
  name: 'Gate',
  type: 'Noise',
  model: 'CR:900',
  feature: ['SIC', 'Weather'],
  subscription: { status: 'Active', tier: 'Pro', addons: ['Audio'] },
  position: { lat: 54.1, long: -0.3 },
  somethingNew: { kept: true },
};

describe('the list of instruments', () => {
  it('is read in either spelling, unknown properties kept', () => {
    withArchive(({ instruments }) => {
      const position = { Latitude: 54.1, Longitude: -0.3 };
      instruments.replace(
        [
          { serial: 'QT1', data: full },
          { serial: 'QT2', data: { ...full, serialNumber: 'QT2', position } },
        ],
        7,
      );
      const gate = {
        serial: 'QT1',
        name: 'Gate',
        type: 'Noise',
        model: 'CR:900',
        features: ['SIC', 'Weather'],
        position: { latitude: 54.1, longitude: -0.3 },
        subscription: { tier: 'Pro', status: 'Active', addons: ['Audio'] },
        listedAt: 7,
        onServer: true,
      };
      expect(instruments.list()).toEqual([gate, { ...gate, serial: 'QT2' }]);
      expect(instruments.data('QT1')).toEqual(full);
    });
  });

  it('leaves open what the service did not say', () => {
    withArchive(({ instruments }) => {
      instruments.replace([{ serial: 'X', data: { position: { lat: 0, long: 0 }, feature: null } }], 1);
      expect(instruments.get('X')).toEqual({
        serial: 'X',
        name: undefined,
        type: undefined,
        model: undefined,
        features: [],
        position: undefined,
        subscription: { tier: undefined, status: undefined, addons: [] },
        listedAt: 1,
        onServer: true,
      });
      expect([instruments.get('Y'), instruments.data('Y')]).toEqual([undefined, undefined]);
    });
  });

  it('keeps what the service no longer names, marked, with the time it was last named', () => {
    withArchive(({ instruments }) => {
      const rows = ['A', 'B'].map((serial) => ({ serial, data: { name: serial } }));
      instruments.replace(rows, 1);
      instruments.replace(rows.slice(1), 2);
      const state = instruments.list().map(({ serial, onServer, listedAt }) => [serial, onServer, listedAt]);
      expect(state).toEqual([
        ['A', false, 1],
        ['B', true, 2],
      ]);
      instruments.replace(rows, 3);
      expect(instruments.get('A')).toMatchObject({ onServer: true, listedAt: 3 });
    });
  });

  it('leaves a damaged entry out until the service names it again', () => {
    withArchive(({ instruments }, file) => {
      const rows = ['A', 'B'].map((serial) => ({ serial, data: { name: serial } }));
      instruments.replace(rows, 1);
      const db = new Database(file);
      db.exec(`UPDATE instrument SET data = '{"name":"C"}' WHERE serial = 'A'`);
      expect([instruments.get('A'), instruments.data('A')]).toEqual([undefined, undefined]);
      expect(instruments.list().map(({ name }) => name)).toEqual(['B']);
      expect(db.prepare('SELECT source FROM damaged').pluck().all()).toEqual(['instrument']);
      db.close();
      instruments.replace(rows, 2);
      expect(instruments.list().map(({ name }) => name)).toEqual(['A', 'B']);
    });
  });
});
