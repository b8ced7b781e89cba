import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { CalibrationRow } from '../../../../electron/contract/index';
import { calibrationHistory, HOUSE_RULE } from '../../../../electron/core/acoustics/drift';
import {
  certificateInput,
  draftOf,
  draftProblem,
  usualDue,
} from '../../../../renderer/views/instrument/calibration/certificate-draft';
import Calibration from '../../../../renderer/views/instrument/calibration/Calibration.svelte';
import CalibrationTable from '../../../../renderer/views/instrument/calibration/CalibrationTable.svelte';
import { calibrationLines } from '../../../../renderer/views/instrument/calibration/calibration-lines';
import {
  certificateWord,
  stretchText,
} from '../../../../renderer/views/instrument/calibration/passport-words';
import { driftChart } from '../../../../renderer/views/passport/drift-chart';
import { fakeEntry } from '../../../support/fake-people';
import { renderView, type RenderedView } from '../../../support/render-view';

const DAY = 86_400_000;
const calibration = (day: number, offset: number | undefined): CalibrationRow => ({
  ...{ time: day * DAY, status: 'Success', level: 93.7, offset },
  ...{ drift: undefined, verdict: 'unknown' },
});

describe('lines over calibrations', () => {
  it('stop at a change of microphone', () => {
    const rows = [calibration(1, 0.1), calibration(2, 0.2), calibration(4, 3)];
    const { time, lines } = calibrationLines(rows, [{ at: 3 * DAY }]);
    expect([time.map((at) => at / DAY), lines[1]?.values, lines[1]?.broken]).toEqual([
      [1, 2, 3, 4],
      [0.1, 0.2, null, 3],
      true,
    ]);
  });

  it('lie inside the drawing and never cross a change of microphone, whatever there is', () => {
    const day = fc.integer({ min: 0, max: 400 });
    const visits = fc.uniqueArray(fc.tuple(day, fc.float({ min: -9, max: 9, noNaN: true })), {
      selector: ([at]) => at,
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(visits, fc.uniqueArray(day, { maxLength: 3 }), (rows, changed) => {
        const breaks = changed.map((at) => at * DAY).sort((a, b) => a - b);
        const { calibrations, thresholds } = calibrationHistory(
          rows.map(([at, offset]) => calibration(at, offset)),
          HOUSE_RULE,
          breaks,
        );
        const microphones = breaks.map((at) => ({
          at,
          text: '',
          serial: undefined,
          entry: fakeEntry(1, EMPTY),
        }));
        const chart = driftChart({ calibrations, thresholds, microphones }, 'UTC');
        if (chart === undefined) throw new Error('there is something to draw');
        for (const { x, y } of chart.dots) {
          expect(x >= chart.left && x <= chart.right).toBe(true);
          expect(y >= chart.top && y <= chart.bottom).toBe(true);
        }
        for (const path of chart.offset) {
          const xs = [...path.matchAll(/[ML]([\d.]+)/g)].map(([, x]) => Number(x));
          const [from, to] = [Math.min(...xs), Math.max(...xs)];
          expect(chart.breaks.some(({ x }) => x > from && x < to)).toBe(false);
        }
      }),
    );
  });
  const EMPTY = { added: { kind: 'microphone' as const, text: '' } };

  it('are none where no success has an offset', () => {
    const about = { calibrations: [calibration(1, undefined)], microphones: [], thresholds: HOUSE_RULE };
    expect(driftChart(about, 'UTC')).toBeUndefined();
  });
});

describe('words', () => {
  const stretch = { from: 0, to: 1, heldMs: 1, verdict: 'within', data: { from: 0, to: 1 } } as const;
  it('say plainly where there is no calibration, and that nothing is corrected where there are two', () => {
    const [before, after] = [calibration(1, 0), calibration(2, 0.3)];
    const none = { drift: undefined };
    expect([
      stretchText({ ...stretch, ...none, before: undefined, after }),
      stretchText({ ...stretch, ...none, before, after: undefined }),
      stretchText({ ...stretch, ...none, before: undefined, after: undefined }),
      stretchText({ ...stretch, before, after, drift: -0.3 }),
    ]).toEqual([
      'no calibration before',
      'no calibration after yet',
      'no calibration on either side',
      'drift −0.30 dB, not corrected',
    ]);
  });
  it('count days until a certificate is due', () => {
    const word = (daysLeft: number, state: 'current' | 'overdue') =>
      certificateWord({ daysLeft, state }).word;
    expect([word(1, 'current'), word(0, 'current'), word(-3, 'overdue')]).toEqual([
      'due in 1 day',
      'due today',
      'overdue by 3 days',
    ]);
  });
});

describe('a certificate that is written', () => {
  it('is due when that is customary, and says what is missing', () => {
    expect([
      usualDue('instrument', '2024-02-29'),
      usualDue('calibrator', '2026-11-22'),
      usualDue('calibrator', ''),
    ]).toEqual(['2026-02-28', '2027-11-22', '']);
    const draft = { ...draftOf(undefined, 'QT1'), issued: '2026-02-01' };
    expect(draftProblem(draft)).toBe('Enter both days.');
    expect(draftProblem({ ...draft, due: '2026-01-01' })).toBe('It is due before it is issued.');
    expect(certificateInput({ ...draft, due: '2028-02-01', model: '  ' }, 'QT1', undefined)).toEqual({
      instrument: 'QT1',
      added: {
        kind: 'certificate',
        of: 'instrument',
        serial: 'QT1',
        issued: '2026-02-01',
        due: '2028-02-01',
      },
    });
  });
});

describe('what a person enters', () => {
  let view: RenderedView | undefined;
  afterEach(() => view?.close());

  it('is a certificate with its PDF, which is then listed with its due date and opened', async () => {
    const props = { serial: 'QT480112', name: 'Gate', onsync: () => undefined };
    // Without calibrations there is no chart, which needs a browser.
    view = renderView(Calibration, props, {
      prepare: (state) => (state.history = { ...state.history, calibrations: [], sic: [] }),
    });
    await screen.findByText('No calibration and no SIC result');
    await fireEvent.click(screen.getByRole('button', { name: 'Add a certificate…' }));
    const dialog = within(await screen.findByRole('dialog'));
    await fireEvent.click(dialog.getByRole('button', { name: 'Calibrator' }));
    await fireEvent.input(dialog.getByLabelText('Serial'), { target: { value: 'C-77' } });
    await fireEvent.input(dialog.getByLabelText('Issued'), { target: { value: '2099-01-31' } });
    expect(dialog.getByLabelText<HTMLInputElement>('Due').value).toBe('2100-01-31');
    await fireEvent.click(dialog.getByRole('button', { name: 'Attach…' }));
    await dialog.findByText('UKAS 4471.pdf');
    await fireEvent.click(dialog.getByRole('button', { name: 'Save' }));
    const list = within(screen.getByRole('region', { name: 'Laboratory certificates' }));
    await list.findByText('C-77');
    expect(list.getByText('of all instruments')).toBeTruthy();
    await fireEvent.click(list.getByRole('button', { name: 'UKAS 4471.pdf' }));
    const opened = { name: 'certificates.open', input: { sha256: 'a'.repeat(64) } };
    await waitFor(() => expect(view?.core.asked).toContainEqual(opened));
  });

  it('is a change of microphone at a moment', async () => {
    const rows = [calibration(1, 0.1)];
    view = renderView(CalibrationTable, {
      saved: { serial: 'QT480112', name: 'Gate', now: 2 * DAY, zone: 'UTC' },
      ...{ rows, microphones: [], askedAt: undefined },
    });
    await fireEvent.click(screen.getByRole('button', { name: 'Microphone changed…' }));
    const dialog = within(await screen.findByRole('dialog'));
    await fireEvent.input(dialog.getByLabelText('What'), { target: { value: 'capsule after hail' } });
    await fireEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(view?.core.state.people.entries).toHaveLength(1));
    expect(view.core.state.people.entries[0]).toMatchObject({
      instrument: 'QT480112',
      from: expect.any(Number) as unknown,
      added: { kind: 'microphone', text: 'capsule after hail' },
    });
  });
});
