import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PrintHash } from '../../../../../electron/contract/host';
import { parsePrintRoute, selectionPage } from '../../../../../renderer/views/print/print-route';

describe('a page for printing', () => {
  it('is known by its address, and in a zone that this computer knows', () => {
    expect(parsePrintRoute('#/print/passport/QT%2F1/Europe%2FLondon')).toEqual({
      ...{ page: 'passport', serial: 'QT/1', zone: 'Europe/London' },
    });
    expect(parsePrintRoute('#/print/passport/QT1/Mars%2FBase')?.zone).toBe('UTC');
    for (const hash of ['', '#/fleet', '#/print/passport/QT1', '#/print/passport/%zz/UTC'])
      expect(parsePrintRoute(hash)).toBeUndefined();
  });
  it('of a selection comes back from its address as it went, and main takes that address', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9 /?#%&+é-]{1,20}$/).filter((text) => text.trim() !== '');
    const about = fc.record({
      serial: name,
      zone: fc.constantFrom('UTC', 'Europe/London', 'America/Argentina/Buenos_Aires'),
      from: fc.integer({ min: 0, max: 4e12 }),
      length: fc.integer({ min: 1, max: 4e10 }),
      channels: fc.array(fc.constantFrom('LAeq', 'LAFMax', 'LCPeak', 'L:eq 1'), {
        minLength: 1,
        maxLength: 8,
      }),
    });
    fc.assert(
      fc.property(about, ({ serial, zone, from, length, channels }) => {
        const route = { serial, zone, span: { from, to: from + length }, channels };
        const hash = selectionPage(route);
        expect(PrintHash.safeParse(hash).success).toBe(true);
        expect(parsePrintRoute(hash)).toEqual({ page: 'selection', ...route });
      }),
    );
  });
  it('of a selection that ends before it begins, or of nothing, is none', () => {
    for (const path of ['9/9/LAeq', '9/8/LAeq', '1/2/', '1/2', '1/x/LAeq', '1/2/LAeq/more'])
      expect(parsePrintRoute(`#/print/selection/QT1/UTC/${path}`)).toBeUndefined();
  });
});
