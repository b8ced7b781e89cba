/** Whether an instrument measures, and whether its data comes. Pure. */
import type { Span } from '../../contract/model';
import type { Rules } from '../../contract/people';
import type { Facts, Held, Reach } from './facts';
import { days, length, percent } from './figures';
import { because, doubt, FINE, judgeKnown, type Finding } from './finding';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An instrument that is not online may be measuring all the same; one that checks itself is about to. */
export function judgeMeasuring({ status, reach }: Facts, rules: Rules, now: number): Finding {
  if (status === undefined) return doubt('State: not asked yet');
  const { online, measuring, observedAt, calibrationInProgress, sicInProgress } = status;
  if (online === undefined || (online && measuring === undefined))
    return doubt('State: not told', observedAt);
  const isBusy = calibrationInProgress === true || sicInProgress === true;
  if (online && measuring === false && !isBusy)
    return because({
      kind: 'not-measuring',
      severity: 'now',
      text: 'Online and not measuring',
      asOf: observedAt,
      tab: 'levels',
      span: reach.state === 'known' ? lastDay(reach.value) : undefined,
    });
  if (now - observedAt >= rules.silentHours * HOUR) return doubt('State: not asked lately', observedAt);
  return online ? FINE : doubt('Whether it measures: not online', observedAt);
}

/** Silence is measured from when it was last asked: what nobody asked for is not missing. */
export function judgeSilence({ reach, status }: Facts, rules: Rules, now: number): Finding {
  return judgeKnown('Newest data', reach, ({ asked, newest }: Reach) => {
    const limit = rules.silentHours * HOUR;
    const silentMs = asked.to - (newest ?? asked.from);
    if (silentMs >= limit) {
      const what =
        newest === undefined
          ? `No data in the ${length(silentMs)} asked for`
          : `No data for ${length(silentMs)}`;
      return because({
        kind: 'silent',
        severity: 'now',
        text: status?.online === false ? `Not online; ${what.charAt(0).toLowerCase()}${what.slice(1)}` : what,
        asOf: asked.to,
        since: newest,
        ...(newest === undefined
          ? { tab: 'coverage' as const, span: asked }
          : { tab: 'levels' as const, span: lastDay({ asked, newest }) }),
      });
    }
    return now - asked.to >= limit ? doubt('Newest data: not asked lately', asked.to) : FINE;
  });
}

/** So much of the silence is shown with the data before it: where it ends is the evidence. */
const SILENCE_SHOWN_MS = 3 * HOUR;
/** The last day of data, and how it ends. */
function lastDay({ asked, newest }: Reach): Span | undefined {
  if (newest === undefined) return undefined;
  return { from: newest - DAY, to: Math.max(newest, Math.min(asked.to, newest + SILENCE_SHOWN_MS)) };
}

/** Less than this says little about a share. */
const LEAST_ASKED_MS = DAY;

/** What is missing because the instrument is silent now, is told by its silence. */
export function judgeCoverage({ held, reach }: Facts, rules: Rules): Finding {
  return judgeKnown('Coverage', held, ({ span, askedMs, heldMs, openMs }: Held, askedAt) => {
    if (askedMs < LEAST_ASKED_MS) return doubt(`Coverage: only ${length(askedMs)} asked for`, askedAt);
    const share = heldMs / askedMs;
    const silentMs = reach.state === 'known' ? silenceIn(reach.value, span) : 0;
    const isSilent = silentMs >= rules.silentHours * HOUR;
    const told = isSilent ? Math.min(1, (heldMs + silentMs) / askedMs) : share;
    if (told * 100 >= rules.coverage.percent - 1e-9) return FINE;
    const whole = askedMs >= 0.99 * (span.to - span.from);
    const of = whole ? `the last ${days(rules.coverage.days)}` : `the ${length(askedMs)} asked for`;
    const open = openMs / askedMs;
    return because({
      kind: 'coverage',
      severity: 'look',
      text: `${percent(share)} of ${of} held${open >= 0.01 ? `; ${percent(open)} may still come` : ''}`,
      asOf: askedAt,
      tab: 'coverage',
      span,
    });
  });
}

const silenceIn = ({ asked, newest }: Reach, { from }: Held['span']): number =>
  Math.max(0, asked.to - Math.max(from, newest ?? asked.from));
