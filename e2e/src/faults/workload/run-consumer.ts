import {
  type Client,
  type ClientOptions,
  createClient,
  type ReceiveOptions,
  type Running,
  type Sql,
} from '@eventwright/runtime';
import { seededRandom } from '../random.ts';
import type { FaultsContract, FinalHandlers, MiddleHandlers, MiddleSends, NoSends, Step } from './contract.ts';
import { disturbHandler } from './disturb-handler.ts';
import type { HarnessChannel } from './harness-channel.ts';
import type { MemberSettings } from './member-settings.ts';

interface Consumer {
  readonly contract: FaultsContract;
  readonly settings: MemberSettings;
  readonly options: ClientOptions;
  readonly channel: HarnessChannel;
}

/** Puts the middle to work: each event becomes an entry in its ledger and an event of its own, in one transaction. */
export function runMiddle({ contract, settings, options, channel }: Consumer): Promise<Running> {
  const random = seededRandom(`${settings.seed}/handlers`);
  const client: Client<MiddleSends, MiddleHandlers> = createClient(contract.middle, options);
  return client.receive(
    {
      async started({ id, key, value }, { tx, send, log, signal }) {
        await disturbHandler({ key, tx, log, signal, random }, channel.behaviour);
        const sent = await send.forwarded({ key, value });
        await enter(tx, value, { eventId: id, sentId: sent.id });
      },
    },
    receiveOptions(settings),
  );
}

/** Puts the last one to work: each event becomes an entry in its ledger. */
export function runFinal({ contract, settings, options, channel }: Consumer): Promise<Running> {
  const random = seededRandom(`${settings.seed}/handlers`);
  const client: Client<NoSends, FinalHandlers> = createClient(contract.final, options);
  return client.receive(
    {
      async forwarded({ id, key, value }, { tx, log, signal }) {
        await disturbHandler({ key, tx, log, signal, random }, channel.behaviour);
        await enter(tx, value, { eventId: id, sentId: null });
      },
    },
    receiveOptions(settings),
  );
}

/** Fewer at a time than there are connections, so that the relay need not wait for one behind all of them. */
const concurrency = 8;

type Limits = Pick<ReceiveOptions<NoSends>, 'later' | 'timeout' | 'drainTimeout' | 'concurrency'>;

function receiveOptions({ later, handlerTimeout, drainTimeout }: MemberSettings): Limits {
  return { later, timeout: handlerTimeout, drainTimeout, concurrency };
}

interface Ids {
  readonly eventId: string;
  readonly sentId: string | null;
}

async function enter(tx: Sql, { key, seq }: Step, { eventId, sentId }: Ids): Promise<void> {
  await tx.query('insert into effect (key, seq, event_id, sent_id, pid) values ($1, $2, $3, $4, $5)', [
    key,
    seq,
    eventId,
    sentId,
    process.pid,
  ]);
}
