import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Database, Row } from '../core/database.ts';
import { bytesOf, dateOf, jsonOf, nullable, textOf } from '../database/columns.ts';
import { migrate } from '../database/migrate.ts';
import { subscriberTables } from './feed-tables.ts';

/** Somebody outside who may hear of events. */
export interface Subscriber {
  readonly id: string;
  readonly name: string;
  /** Message names that they may see. */
  readonly events: readonly string[];
  readonly createdAt: Date;
}

export interface NewSubscriber {
  readonly name: string;
  /** Message names of the contract. */
  readonly events: readonly string[];
}

/** A token is told once: the database holds a hash of it. */
export interface SubscriberToken {
  readonly id: string;
  readonly token: string;
}

export interface Subscribers {
  add(subscriber: NewSubscriber): Promise<SubscriberToken>;
  /** From now on the subscriber has another token. Undefined where there is none of that id. */
  renew(id: string): Promise<SubscriberToken | undefined>;
  /** From now on the subscriber may see so much. False where there is none of that id. */
  allow(id: string, events: readonly string[]): Promise<boolean>;
  /** From now on the token is worth nothing; open streams end within half a minute. False where there is none. */
  revoke(id: string): Promise<boolean>;
  /** Those that are not revoked, oldest first. */
  list(): Promise<readonly Subscriber[]>;
  /** Whose token that is; undefined for nobody's. */
  authenticate(token: string): Promise<Subscriber | undefined>;
}

/** Opens the subscribers of a service's database, and makes their table where it is missing. */
export async function openSubscribers({ database }: { readonly database: Database }): Promise<Subscribers> {
  await migrate(database, [subscriberTables]);
  const changed = async (text: string, parameters: Parameters<Query>[1]): Promise<boolean> =>
    (await database.transaction((tx) => tx.query(text, parameters))).length > 0;
  return {
    add: async ({ name, events }) => {
      const made = newToken(randomUUID());
      await database.transaction((tx) =>
        tx.query('insert into eventwright_subscriber (id, name, events, token_hash) values ($1, $2, $3, $4)', [
          made.id,
          name,
          events,
          hashOf(made.token),
        ]),
      );
      return made;
    },
    renew: async (id) => {
      const made = newToken(id);
      const text = `update eventwright_subscriber set token_hash = $2 where id = $1 and revoked_at is null returning 1`;
      return (await changed(text, [id, hashOf(made.token)])) ? made : undefined;
    },
    allow: (id, events) =>
      changed('update eventwright_subscriber set events = $2 where id = $1 and revoked_at is null returning 1', [
        id,
        events,
      ]),
    revoke: (id) =>
      changed(
        'update eventwright_subscriber set revoked_at = clock_timestamp() where id = $1 and revoked_at is null returning 1',
        [id],
      ),
    list: async () => {
      const text = `select ${columns} from eventwright_subscriber where revoked_at is null order by created_at, id`;
      return (await database.transaction((tx) => tx.query(text))).map(subscriberOf);
    },
    authenticate: async (token) => {
      const id = idIn(token);
      if (id === undefined) return undefined;
      const text = `select ${columns}, token_hash, revoked_at from eventwright_subscriber where id = $1`;
      const [row] = await database.transaction((tx) => tx.query(text, [id]));
      return row !== undefined && isToken(row, token) ? subscriberOf(row) : undefined;
    },
  };
}

type Query = Parameters<Parameters<Database['transaction']>[0]>[0]['query'];

const columns = 'id, name, events, created_at';
const prefix = 'ews_';

/** With the id, so that a token is found without anybody having to compare it with all of them. */
const newToken = (id: string): SubscriberToken => ({
  id,
  token: `${prefix}${id}_${randomBytes(32).toString('base64url')}`,
});

const idIn = (token: string): string | undefined => /^ews_([0-9a-f-]{36})_[\w-]{43}$/.exec(token)?.[1];

/** A token has 256 random bits: nothing is gained by a slow hash. */
const hashOf = (token: string): Uint8Array => createHash('sha256').update(token).digest();

const isToken = (row: Row, token: string): boolean =>
  timingSafeEqual(bytesOf(row, 'token_hash'), hashOf(token)) && nullable(dateOf)(row, 'revoked_at') === null;

function subscriberOf(row: Row): Subscriber {
  const events = jsonOf(row, 'events');
  return {
    id: textOf(row, 'id'),
    name: textOf(row, 'name'),
    events: Array.isArray(events) ? events.filter((event) => typeof event === 'string') : [],
    createdAt: dateOf(row, 'created_at'),
  };
}
