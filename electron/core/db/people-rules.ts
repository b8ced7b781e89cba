/** The rules a person set, one row each; the usual holds for all others. */
import { Rules, usualRules } from '../../contract/people';
import { checksumOf, rowBytes, tidy } from './damaged';
import { WHOLE, type Finding } from './findings';
import type { StoreDeps } from './store-deps';

interface Row {
  readonly name: string;
  readonly data: string;
  readonly crc: number;
}

const SomeRules = Rules.partial();

export class SqlRules {
  private readonly sql;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    this.sql = {
      all: db.prepare<[], Row>('SELECT * FROM rule ORDER BY name'),
      put: db.prepare('INSERT INTO rule VALUES (?, ?, ?)'),
      remove: db.prepare<[string]>('DELETE FROM rule WHERE name = ?'),
      clear: db.prepare('DELETE FROM rule'),
    };
  }

  /** What is damaged, or is no rule any more, is as usual again. */
  get(): Rules {
    const own = this.sql.all
      .all()
      .filter((row) => this.isSound(row))
      .flatMap((row) => {
        const set = SomeRules.safeParse({ [row.name]: JSON.parse(row.data) as unknown });
        return set.success ? Object.entries(set.data) : [];
      });
    return { ...usualRules, ...(Object.fromEntries(own) as Partial<Rules>) };
  }

  /** What is as usual is not kept: should the usual change, it changes too. */
  set(rules: Rules): void {
    const usual: Readonly<Record<string, unknown>> = usualRules;
    this.deps.transaction(() => {
      this.sql.clear.run();
      for (const [name, value] of Object.entries(rules)) {
        const data = JSON.stringify(value);
        if (data !== JSON.stringify(usual[name])) this.sql.put.run(name, data, checksumOf([name, data]));
      }
    });
  }

  *check(): Generator<Finding> {
    for (const row of this.sql.all.all()) yield this.isSound(row) ? WHOLE : { damaged: aboutRule(row) };
  }

  private isSound(row: Row): boolean {
    if (checksumOf([row.name, row.data]) === row.crc) return true;
    tidy(() =>
      this.deps.transaction(() => {
        this.deps.setAside('rule', aboutRule(row), rowBytes(row));
        this.sql.remove.run(row.name);
      }),
    );
    return false;
  }
}

const aboutRule = ({ name }: Row): string => `The rule ${name}`;
