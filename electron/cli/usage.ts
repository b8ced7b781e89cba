/** What the command line says about itself. */
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
  export audio --out DIR [--format FLAC|WAV|AAC|OGG] [--instrument SERIAL]... [--from T] [--to T]
                            recordings as files; again fetches only what is missing or damaged
  verify DIR                re-read an exported folder and say what is whole, altered, missing, foreign
  check     [--json]        re-read all that is held, set aside what is damaged and plan it again
  backup FILE               a consistent copy of the archive, also while a sync is running

Datasets: instruments, status, monitorcurrent, calibrations, calibrationlog, sic, measurements, recordings,
events, timehistory, weather, particulates, gases, ppv, vdv, monitorevents, monitorstats, frequency,
eventhistory, frequencyhistory. keep lists their variants.
Times are ISO 8601 such as 2026-03-02, 2026-03-02T08:00 or 2026-03-02T08:00:00+01:00; UTC unless they carry
an offset. A span ends before its --to. ZONE is such as Europe/London; times are printed in UTC without it.

LEQBOOK_HOME     the data folder
LEQBOOK_API_URL  the service's base URL
LEQBOOK_API_KEY  a key used instead of the keychain's, and never stored

Exit codes: 0 complete, 1 something missing or failed (named), 2 usage, 3 no network, 4 key missing or
rejected, 5 disk.
`;
