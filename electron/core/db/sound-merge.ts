/** Tells which rows of the two lists are one sound, whatever the order in which they come. */
import type { EventAudio, Member, Recorded } from '../sounds/member';
import { comparePairs, isSame, isTwin, mayPair, REACH_MS } from '../sounds/pairing';
import { pairOf, type Pair, type SoundRecord } from './sound-row';
import type { Name, SoundRows } from './sound-rows';

/** Someone in no row at the moment; whoever gave a sound its name takes it along. */
interface Free {
  readonly member: Member;
  readonly name: Name | undefined;
}
type Whole = readonly [Recorded, EventAudio];

/**
 * Keeps recordings and events paired so that no two of them lie closer together than each to the one it is paired with: of
 * given lists there is exactly one such pairing. A newcomer takes whom it is closest to; who is left looks further.
 */
export class SoundMerge {
  constructor(private readonly rows: SoundRows) {}

  /**
   * Takes in what a list says, or says anew; `before` is whom the list named in its place until now. Inside a transaction.
   */
  put(member: Member, before?: Member): void {
    const free = this.freed(member, before);
    for (let next = free?.pop(); next !== undefined; next = free?.pop()) {
      const left = this.place(next);
      if (left !== undefined) free?.push(left);
    }
  }

  /** Undefined: nothing new. */
  private freed(member: Member, before: Member | undefined): Free[] | undefined {
    const row =
      this.rows.of(member.list, member.id) ??
      (before?.list === member.list ? this.rows.of(member.list, before.id) : undefined);
    if (row === undefined) return [{ member, name: undefined }];
    const pair = pairOf(row);
    const known = member.list === 'recordings' ? pair.recorded : pair.event;
    if (known !== undefined && known.id === member.id) {
      if (isSame(known, member)) return undefined;
      // One id on two instruments: one of them has to be believed, and always the same one.
      if (known.instrument < member.instrument || isTwinOf(pair, member)) return undefined;
      // Where it begins is all that tells whom it is paired with.
      if (known.from === member.from && known.instrument === member.instrument) {
        this.rows.write(nameOf(row), withMember(pair, member), row);
        return undefined;
      }
    }
    this.rows.remove(row);
    const other = otherOf(pair, member);
    const name = nameOf(row);
    const isOwner = known !== undefined && ownerOf(row, pair) === known;
    return [
      ...(other === undefined ? [] : [{ member: other, name: isOwner ? undefined : name }]),
      { member, name: isOwner ? name : undefined },
    ];
  }

  /** @returns who was with the one taken */
  private place({ member, name }: Free): Free | undefined {
    const found = this.best(member);
    if (found === undefined) {
      this.rows.write(name ?? this.rows.newName(member), pairWith(member, undefined));
      return undefined;
    }
    const { row, pair, other } = found;
    const left = sideOf(pair, member);
    const held = nameOf(row);
    const goes = left !== undefined && ownerOf(row, pair) === left;
    this.rows.remove(row);
    const names = [name, goes ? undefined : held].filter((each) => each !== undefined);
    const [oldest, later] = names.sort((a, b) => a.id - b.id);
    const kept = oldest ?? this.rows.newName(other);
    if (later !== undefined) this.rows.hand(later.sound, kept.sound);
    if (name === undefined) this.rows.hand(member.id, kept.sound);
    this.rows.write(kept, pairWith(member, other), left === undefined ? row : undefined);
    return left && { member: left, name: goes ? held : undefined };
  }

  /** The closest of the other list who is alone, or with someone who is further away. */
  private best(member: Member): { row: SoundRecord; pair: Pair; other: Member } | undefined {
    const wanted = this.rows
      .near(member, 2 * REACH_MS)
      .map((row) => ({ row, pair: pairOf(row) }))
      .flatMap(({ row, pair }) => {
        const other = otherOf(pair, member);
        if (other === undefined) return [];
        const whole = wholeOf(member, other);
        return whole !== undefined && mayPair(...whole) ? [{ row, pair, other, whole }] : [];
      })
      .sort((a, b) => comparePairs(a.whole, b.whole));
    return wanted.find(({ pair: { recorded, event }, whole }) => {
      if (recorded === undefined || event === undefined) return true;
      return comparePairs(whole, [recorded, event]) < 0;
    });
  }
}

const nameOf = ({ id, sound }: SoundRecord): Name => ({ id, sound });

/** Who gave the sound its name. */
function ownerOf({ sound }: SoundRecord, { recorded, event }: Pair): Member | undefined {
  if (recorded?.id === sound) return recorded;
  return event?.id === sound ? event : (recorded ?? event);
}

const otherOf = ({ recorded, event }: Pair, { list }: Member): Member | undefined =>
  list === 'recordings' ? event : recorded;
const sideOf = ({ recorded, event }: Pair, { list }: Member): Member | undefined =>
  list === 'recordings' ? recorded : event;

const pairWith = (member: Member, other: Member | undefined): Pair =>
  [member, other].reduce<Pair>((pair, each) => (each === undefined ? pair : withMember(pair, each)), {
    recorded: undefined,
    event: undefined,
  });
const withMember = (pair: Pair, member: Member): Pair =>
  member.list === 'recordings' ? { ...pair, recorded: member } : { ...pair, event: member };

function wholeOf(a: Member, b: Member): Whole | undefined {
  if (a.list === 'recordings') return b.list === 'events' ? [a, b] : undefined;
  return b.list === 'recordings' ? [b, a] : undefined;
}

/** An event under a recording's id is told to be where the recording is. */
const isTwinOf = ({ recorded, event }: Pair, member: Member): boolean =>
  member.list === 'events' &&
  recorded !== undefined &&
  event !== undefined &&
  isTwin(recorded, event) &&
  isSame({ ...event, instrument: '' }, { ...member, instrument: '' });
