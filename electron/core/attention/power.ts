/** What keeps an instrument going and connected: its supply and its SIM. Pure. */
import type { Rules } from '../../contract/people';
import type { Facts, Sim, Supply } from './facts';
import { count, DAY, fixed, percent, SUPPLY_MS } from './figures';
import { because, doubt, FINE, judgeKnown, type Finding } from './finding';

/** Budgets are by the month: a figure older than this may be of another one. */
const SIM_HOLDS_MS = 7 * DAY;
const SUPPLY_HOLDS_MS = DAY;

export function judgeSim({ sim }: Facts, rules: Rules, now: number): Finding {
  return judgeKnown('SIM budget', sim, ({ at, used, quota }: Sim) => {
    if (used === undefined || quota === undefined || quota <= 0) return doubt('SIM budget: not told', at);
    if (now - at > SIM_HOLDS_MS) return doubt('SIM budget: not asked lately', at);
    const share = used / quota;
    if (share * 100 < rules.simPercent - 1e-9) return FINE;
    return because({
      kind: 'sim',
      // Nothing more may come over it until the month is over.
      severity: share >= 1 ? 'now' : 'soon',
      text: `SIM budget ${share > 1 ? 'exceeded' : `${percent(share)} used`}: ${count(used)} of ${count(quota)} MB`,
      asOf: at,
      tab: 'system',
    });
  });
}

/** Compared at the same hours, because the sun lifts a supply every day. */
export function judgeSupply({ supply }: Facts, rules: Rules, now: number): Finding {
  return judgeKnown('Supply', supply, ({ at, volts, before }: Supply, askedAt) => {
    if (volts === undefined) return doubt('Supply: not told', askedAt);
    if (now - at > SUPPLY_HOLDS_MS) return doubt('Supply: not asked lately', at);
    if (before === undefined) return doubt('Supply: less than a day known', at);
    const fall = before - volts;
    if (fall < rules.voltageFall - 1e-6) return FINE;
    return because({
      kind: 'supply',
      severity: 'soon',
      text: `Supply ${fixed(volts, 1)} V, ${fixed(fall, 1)} V lower than a day before`,
      asOf: at,
      tab: 'system',
      // With the hours that it is compared with, and the newest figure itself.
      span: { from: at - DAY - SUPPLY_MS, to: at + 1 },
    });
  });
}
