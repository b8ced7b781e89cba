/** When an instrument was not measuring, and what had not been sent in yet at a given moment. */
import type { Member } from './cast';
import type { Span } from './span';
import type { Upkeep } from './upkeep';

export interface Absences {
  /** Spans, in order, for which there is no level: whole seconds, cut to the span asked for; `now` hides what follows. */
  gaps(from: number, to: number, now: number): readonly Span[];
  /** Spans without any data at all: switched off, or not sent in yet. */
  outages(from: number, to: number, now: number): readonly Span[];
  /** Whether something that happened at an instant can be known at `now`. */
  known(time: number, now: number): boolean;
  online(now: number): boolean;
}

export function createAbsences(deps: {
  readonly member: Member;
  readonly epochMs: number;
  readonly beganAt: number;
  readonly upkeep: Upkeep;
}): Absences {
  const { member, epochMs, beganAt, upkeep } = deps;
  const { late, offlineFrom } = member.story;
  const cut = { from: epochMs + member.site.powerCut.from, to: epochMs + member.site.powerCut.to };
  const outages = (from: number, to: number, now: number): readonly Span[] => {
    const spans: Span[] = [{ from: -Infinity, to: beganAt }, cut];
    if (late !== undefined && now < epochMs + late.until)
      spans.push({ from: epochMs + late.from, to: epochMs + late.to });
    const end = offlineFrom === undefined ? now : Math.min(now, epochMs + offlineFrom);
    spans.push({ from: Math.floor(end / 1_000) * 1_000, to: Infinity });
    return clip(spans, from, to);
  };
  return {
    outages,
    gaps: (from, to, now) => clip([...outages(from, to, now), ...upkeep.interruptions(from, to)], from, to),
    known: (time, now) => outages(time, time + 1, now).length === 0 && time < now,
    online: (now) => {
      const off = offlineFrom !== undefined && now >= epochMs + offlineFrom;
      return !off && !(now >= cut.from && now < cut.to) && now >= beganAt;
    },
  };
}

function clip(spans: readonly Span[], from: number, to: number): readonly Span[] {
  return spans
    .filter((span) => span.from < to && span.to > from)
    .map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }))
    .sort((a, b) => a.from - b.from);
}
