/** Apart from the schemas, so that the page can have it without them. */

/** What exported files are called unless a person says otherwise; see `NameTemplate`. */
export const DEFAULT_NAME = '{serial}/{date}/{serial}_{localTime}_{trigger}_{duration}s.{ext}';
