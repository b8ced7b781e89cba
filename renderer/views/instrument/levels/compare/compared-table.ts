/** The comparison as a table to take along. Pure. */
import type {
  ChannelFigures,
  Figures,
  MeasuredChannel,
  SelectionFigures,
  ShownTable,
  Span,
} from '../../../../../electron/contract/index';
import { sameSpan } from '../../../../charts/zoom';
import { channelWords, unitWords } from '../channels/channel-words';
import type { Compared } from './compared.svelte';

/** The energy mean of what has one; maxima and peaks have only a greatest. */
export const meanOf = ({ kind }: Pick<ChannelFigures, 'kind'>, { leq }: Figures): number | undefined =>
  kind === 'leq' ? leq : undefined;

interface Comparing {
  readonly rows: readonly Compared[];
  /** By serial. */
  readonly told: Readonly<Record<string, SelectionFigures>>;
  readonly main: MeasuredChannel;
  /** Figures of another are not taken along. */
  readonly span: Span;
  readonly zone: string;
}
export function comparedTable({ rows, told, main, span, zone }: Comparing): Omit<ShownTable, 'facts'> {
  const unit = unitWords(main.unit);
  const name = channelWords(main);
  return {
    columns: [
      { name: 'serial', kind: 'text' },
      { name: 'name', kind: 'text' },
      { name: 'site', kind: 'text' },
      { name: `${name} mean`, kind: 'number', unit },
      { name: `${name} greatest`, kind: 'number', unit },
      { name: 'greatest at', kind: 'time' },
      { name: 'valid', kind: 'number', unit: '%' },
      { name: `${name} mean without what is left out`, kind: 'number', unit },
    ],
    rows: rows.map((row) => {
      const figures = told[row.serial];
      const isCurrent = figures !== undefined && sameSpan(figures.span, span);
      const channel = isCurrent ? figures.channels.find((each) => each.name === main.name) : undefined;
      return [
        ...[row.serial, row.name, row.site ?? null],
        (channel && meanOf(channel, channel.all)) ?? null,
        channel?.all.max?.level ?? null,
        channel?.all.max?.at ?? null,
        channel === undefined ? null : 100 * channel.all.validFraction,
        (channel?.kept && meanOf(channel, channel.kept)) ?? null,
      ];
    }),
    zone,
  };
}
