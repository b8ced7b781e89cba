/** What the command line says about itself, as a whole and of one command. */
import { DEFAULT_NAME } from '../contract/sounds';

export const USAGE = `Leqbook, the offline logbook for MyCirrus noise monitors

usage: leqbook COMMAND [OPTION]...

  login [--demo]            read the key from standard input, check it, store it in the keychain;
                            or explore the demo account
  logout                    remove the key; the data stays
  sync      [--instrument SERIAL]... [--dataset ID[:VARIANT]]... [--days N | --from T --to T] [--json]
                            fetch what is missing, as far back as each dataset is kept unless you say;
                            a VARIANT comes even if it is switched off
  keep      [--json]        what is kept, for how many days, and what that takes on disk
  keep      DATASET[:VARIANT] DAYS|off|default [--instrument SERIAL]...
                            choose it, for all instruments or some; nothing here is ever deleted for it
  status    [--json]        the fleet as it was last seen
  coverage  [--instrument SERIAL]... [--dataset ID[:VARIANT]]... [--from T] [--to T] [--gaps]
            [--ascii] [--json]
                            what is held, as strips over time, and with --gaps why the rest is not;
                            without --from the last 31 days
  query     DATASET[:VARIANT] --instrument SERIAL --from T --to T [--channel NAME]...
            [--format csv|json] [--zone ZONE] [--no-header]
                            every sample of a span; what is missing is empty in CSV, null in JSON
  export data --out DIR --from T --to T [--format csv|parquet|xlsx] [--dataset ID[:VARIANT]]...
            [--instrument SERIAL]... [--zone ZONE]
                            what is held as files, without a network; again writes only what is new
  export audio --out DIR [--format flac|wav|aac|ogg] [--name TEMPLATE] [--zone ZONE] [--bext]
            [--max-rate 500kB/s] [--max-bytes 200MB] [--until T|HH:MM] [--metered] [--dry-run]
            [CHOICE]...
                            sounds as files, each checked, with a manifest beside them; again fetches
                            only what is missing or damaged; --dry-run only says what it would come to
  export tags --out DIR [--as csv|audacity] [--zone ZONE] [CHOICE]...
                            tags and notes as a table, or as label tracks, without a network
  sounds    [--json|--csv] [--zone ZONE] [CHOICE]...
                            what is listed, with its tags, levels and what of it is here, oldest first
  verify DIR [--json]       re-read an exported folder, of audio or of data, without a network, and say
                            what is whole, altered, missing, foreign
  check     [--json]        re-read all that is held, set aside what is damaged and plan it again
  backup FILE               a consistent copy of the archive, also while a sync is running

A CHOICE of sounds is [--instrument SERIAL]... [--from T] [--to T] [--filter KEY=VALUE]...; of one KEY any may
hold, all KEYs must. With --from, an export of audio first brings the lists up to date. Filters:
  trigger=NAME  type=EVENTTYPE  tag=TAG  tagged=yes|no  downloaded=yes|no  id=ID
  time=22:00-06:00          begins at these times of day on the clock of --zone, or of UTC without one
  'level>=60' 'level<=90'   LAFMax during the sound, dB, from the time history that is held

A TEMPLATE names files below DIR; parts in braces are filled in, / parts folders. The usual one is
  ${DEFAULT_NAME}
Fields: serial name date year month day time localTime utcTime trigger event duration tags id ext.

Datasets: instruments, status, monitorcurrent, calibrations, calibrationlog, sic, measurements, recordings,
events, timehistory, weather, particulates, gases, ppv, vdv, monitorevents, monitorstats, frequency,
eventhistory, frequencyhistory. keep lists their variants.
Times are ISO 8601 such as 2026-03-02, 2026-03-02T08:00 or 2026-03-02T08:00:00+01:00; UTC unless they carry
an offset. A span ends before its --to. ZONE is such as Europe/London. Without it
exports tell times by the clock of each instrument's site, or by UTC where it stands at none with a zone; what
is printed is in UTC. --until 06:00 is the next six o'clock by ZONE, or by UTC without one.

LEQBOOK_HOME     the data folder
LEQBOOK_API_URL  the service's base URL
LEQBOOK_API_KEY  a key used instead of the keychain's, and never stored

Exit codes: 0 complete, 1 something missing, failed or left by a limit (named), 2 usage, 3 no network, 4 key
missing or rejected, 5 disk.
`;

/** What the usage says of the command that was typed; all of it where there is no such command. */
export function usageOf(argv: readonly string[]): string {
  const [first = '', second = ''] = argv[0] === '--' ? argv.slice(1) : argv;
  const both = linesOf(`${first} ${second}`);
  const own = both.length > 0 ? both : linesOf(first);
  if (own.length === 0) return USAGE;
  return `usage: leqbook COMMAND [OPTION]...\n\n${own.join('\n')}\n\nleqbook --help explains all of it.\n`;
}

/** The lines of the usage that begin with these words, and those that go on from them. */
function linesOf(words: string): readonly string[] {
  let isOf = false;
  return USAGE.split('\n').filter((line) => {
    if (/^ {2}[a-z]/.test(line)) isOf = words !== '' && line.startsWith(`  ${words} `);
    else if (!line.startsWith('   ')) isOf = false;
    return isOf;
  });
}
