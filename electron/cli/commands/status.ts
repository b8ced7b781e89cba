/** `leqbook status`: the fleet as it was last seen, without asking anyone. */
import type { FleetEntry } from '../../contract/model';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { table } from '../output';
import { formatAge, formatTime } from '../times';

export function status(context: CliContext, { json }: { readonly json: boolean }): Promise<ExitCode> {
  return withCore(context, 'read', async (core) => {
    const { account } = core.open();
    const fleet = await core.handlers['fleet.list'](undefined, context.signal);
    const now = Date.now();
    if (json) {
      const { label, kind, keyStored } = account;
      const instruments = fleet.map((entry) => entryJson(entry, now));
      await context.out.result(`${JSON.stringify({ account: { label, kind, keyStored }, instruments })}\n`);
      return EXIT.complete;
    }
    if (fleet.length === 0) context.out.note('No instruments are held yet. Run leqbook sync.');
    else await context.out.result(table([HEAD, ...fleet.map((entry) => entryCells(entry, now))]));
    return EXIT.complete;
  });
}

const HEAD = ['SERIAL', 'NAME', 'MODEL', 'STATE', 'SEEN', 'CALIBRATED', 'DRIFT', 'SIC', 'NEWEST DATA'];

const ago = (time: number | undefined, now: number): string =>
  time === undefined ? 'never' : `${formatAge(Math.max(0, now - time))} ago`;

function entryCells({ instrument, status: seen, newestDataAt, drift }: FleetEntry, now: number): string[] {
  const calibration = seen?.lastCalibration;
  const sic = seen?.lastSic;
  return [
    instrument.serial,
    instrument.name ?? '',
    instrument.model ?? '',
    stateText(seen),
    ago(seen?.observedAt, now),
    calibration === undefined ? '' : `${calibration.status ?? '?'} ${ago(calibration.time, now)}`,
    drift,
    sic === undefined ? '' : `${sic.status ?? '?'} ${ago(sic.time, now)}`,
    ago(newestDataAt, now),
  ];
}

function stateText(seen: FleetEntry['status']): string {
  if (seen?.online === undefined) return 'unknown';
  if (!seen.online) return 'offline';
  return seen.measuring === true ? 'measuring' : 'online';
}

function entryJson({ instrument, status: seen, newestDataAt, drift }: FleetEntry, now: number): object {
  const time = (ms: number | undefined) => (ms === undefined ? null : formatTime(ms));
  const ageMs = (ms: number | undefined) => (ms === undefined ? null : now - ms);
  return {
    serial: instrument.serial,
    name: instrument.name ?? null,
    type: instrument.type ?? null,
    model: instrument.model ?? null,
    onServer: instrument.onServer,
    listedAt: time(instrument.listedAt),
    status:
      seen === undefined
        ? null
        : {
            online: seen.online ?? null,
            measuring: seen.measuring ?? null,
            observedAt: time(seen.observedAt),
            ageMs: ageMs(seen.observedAt),
            lastCalibration:
              seen.lastCalibration === undefined
                ? null
                : {
                    ...seen.lastCalibration,
                    time: time(seen.lastCalibration.time),
                  },
            lastSic: seen.lastSic === undefined ? null : { ...seen.lastSic, time: time(seen.lastSic.time) },
          },
    drift,
    newestDataAt: time(newestDataAt),
    newestDataAgeMs: ageMs(newestDataAt),
  };
}
