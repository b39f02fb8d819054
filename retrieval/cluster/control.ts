/** The control index: the pointer to what is on record, and leases that one process at a time holds. */
import { randomUUID } from 'node:crypto';
import { BusyError, ClusterError } from '../errors.ts';
import type { ClusterConnection } from './connection.ts';
import { controlIndex, LAYOUT, POINTER_ID, type Pointer, pointerSchema } from './layout.ts';

/** Where a document stands in the history of its index. */
export interface Place {
  _seq_no: number;
  _primary_term: number;
}

interface ControlDocument extends Place {
  _source: unknown;
}

/** The condition of a write: that the document is as it was when it was read, or is still missing. */
export const asItWas = (read: Place | undefined) =>
  read ? { if_seq_no: read._seq_no, if_primary_term: read._primary_term } : { op_type: 'create' };

/** Whether another process was quicker to write. */
export const isConflict = (error: unknown) =>
  error instanceof ClusterError && /version_conflict/u.test(error.message);

const readControl = (connection: ClusterConnection, path: string) =>
  connection.retrying(() => connection.send<ControlDocument>('GET', path, undefined, { missing: true }));

const REPUBLISH = 'Publish the record with this version of the program: npm run embed';

/**
 * What is on record now; nothing before the first publication.
 * @throws ClusterError when another version of this program wrote it
 */
export async function readPointer(
  connection: ClusterConnection,
): Promise<{ pointer: Pointer; place: Place } | undefined> {
  const path = `/${controlIndex(connection.prefix)}/_doc/${POINTER_ID}`;
  const found = await readControl(connection, path);
  if (!found) return undefined;
  const parsed = pointerSchema.safeParse(found._source);
  if (!parsed.success) {
    throw new ClusterError(`The pointer of ${connection.prefix} in the cluster cannot be read.`, REPUBLISH);
  }
  return { pointer: parsed.data, place: found };
}

/** @throws ClusterError when the record was published by another version of this program */
export function checkLayout({ layout, base }: Pointer): void {
  if (layout === LAYOUT) return;
  throw new ClusterError(
    `The index ${base} in the cluster has layout ${layout}; this version of the program reads ${LAYOUT}.`,
    REPUBLISH,
  );
}

/** Makes the control index if there is none, and waits until it can be read. */
export function prepareControl(connection: ClusterConnection): Promise<void> {
  // Small documents of several kinds, only ever read by id.
  return prepareIndex(connection, controlIndex(connection.prefix), { dynamic: false });
}

/** Makes a small index if there is none, and waits until it can be read. */
export async function prepareIndex(
  connection: ClusterConnection,
  index: string,
  mappings: object,
): Promise<void> {
  if (!(await connection.send('GET', `/${index}`, undefined, { missing: true }))) {
    await connection
      .send('PUT', `/${index}`, {
        settings: {
          index: { number_of_shards: 1, number_of_replicas: connection.settings.OPENSEARCH_REPLICAS },
        },
        mappings,
      })
      .catch((error: unknown) => {
        // Another process was quicker.
        if (!(error instanceof ClusterError && /resource_already_exists/u.test(error.message))) throw error;
      });
  }
  await connection.waitFor(index);
}

/** A promise of the cluster that nobody else does the same work, for as long as it is renewed. */
export interface Lease {
  /** @throws BusyError when another process holds it by now */
  renew(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes a lease.
 * @param work names the work, as in “publish”
 * @param lastsMs a holder that has not renewed it for so long has lost it
 * @throws BusyError when another process holds it
 */
export async function takeLease(
  connection: ClusterConnection,
  work: string,
  lastsMs: number,
): Promise<Lease> {
  const path = `/${controlIndex(connection.prefix)}/_doc/lease-${work}`;
  const owner = randomUUID();
  const busy = () =>
    new BusyError(
      `Another process is busy with this record (${work}).`,
      'Wait until it has finished, then try again.',
    );
  const held = await readControl(connection, path);
  const { expires = 0 } = (held?._source ?? {}) as { expires?: number };
  if (expires > Date.now()) throw busy();
  let place: Place | undefined = held;
  const write = async (until: number) => {
    const answer = await connection
      .send<Place>('PUT', path, { owner, expires: until }, { query: asItWas(place) })
      .catch(async (error: unknown) => {
        if (!isConflict(error)) throw error;
        // A write whose answer was lost is sent again, and meets itself.
        const now = await readControl(connection, path);
        if ((now?._source as { owner?: string } | undefined)?.owner !== owner) throw busy();
        return now;
      });
    place = answer ?? place;
  };
  await write(Date.now() + lastsMs);
  return {
    renew: () => write(Date.now() + lastsMs),
    release: () => write(0),
  };
}
