import { describe, expect, it } from 'vitest';
import { calibrationHistory, driftVerdict, HOUSE_RULE } from '../../../../electron/core/acoustics/drift';

const at = (time: number, status: string, offset: number | undefined) => ({
  time,
  status,
  level: 93.7,
  offset,
});

describe('the drift between calibrations', () => {
  it('is the difference to the success before, failures shown but passed over', () => {
    const rows = [
      at(4, 'Success', -1.02),
      at(1, 'Success', 0.04),
      at(3, 'Failed', 7),
      at(2, 'success', 0.12),
      at(5, 'Success', undefined),
      at(6, 'Success', -0.5),
    ];
    const history = calibrationHistory(rows);
    expect(history.calibrations.map(({ time, drift, verdict }) => [time, drift, verdict])).toEqual([
      [1, undefined, 'unknown'],
      [2, 0.08, 'within'],
      [3, undefined, 'unknown'],
      [4, -1.14, 'suspect'],
      [5, undefined, 'unknown'],
      [6, 0.52, 'investigate'],
    ]);
    expect(history).toMatchObject({
      latestDrift: 0.52,
      latestVerdict: 'investigate',
      thresholds: HOUSE_RULE,
    });
  });

  it('is unknown with fewer than two successes', () => {
    for (const rows of [[], [at(1, 'Success', 0.04)], [at(1, 'Success', 0.04), at(2, 'Failed', 0.1)]])
      expect(calibrationHistory(rows)).toMatchObject({ latestDrift: undefined, latestVerdict: 'unknown' });
  });

  it('is judged by a rule that the user may set', () => {
    const rows = [at(1, 'Success', 0), at(2, 'Success', 0.3)];
    const thresholds = { investigate: 0.1, suspect: 0.2 };
    expect(calibrationHistory(rows, thresholds)).toMatchObject({ latestVerdict: 'suspect', thresholds });
  });
});

describe('the verdict', () => {
  it('on a limit exactly is the milder one, for every pair of hundredths', () => {
    const verdicts = new Set<string>();
    for (let centi = -300; centi <= 300; centi++) {
      const before = centi / 100;
      verdicts.add(driftVerdict((centi + 50) / 100 - before)).add(driftVerdict((centi - 50) / 100 - before));
    }
    expect([...verdicts]).toEqual(['within']);
    expect(driftVerdict(0.54 - 0.04)).toBe('within');
  });

  it('grows with the size of the drift, whatever its sign', () => {
    const verdicts = [0, -0.5, 0.51, -0.51, 1, -1, 1.01, -1.01, undefined, NaN].map((drift) =>
      driftVerdict(drift),
    );
    expect(verdicts).toEqual([
      'within',
      'within',
      'investigate',
      'investigate',
      'investigate',
      'investigate',
      'suspect',
      'suspect',
      'unknown',
      'unknown',
    ]);
  });
});
