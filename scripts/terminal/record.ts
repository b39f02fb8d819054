/** The record that a command works with. */
import { connectorOf } from '../../retrieval/cluster/connection.ts';
import { type OpenRecord, openRecord } from '../../retrieval/record.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import { reportBuild } from './progress.ts';

/** Opens the record that the settings name, built where need be, and closes it when the work is done. */
export async function withRecord(
  settings: RecordSettings,
  work: (record: OpenRecord) => Promise<void>,
): Promise<void> {
  const record = await openRecord(settings, reportBuild(), connectorOf(settings, process.env));
  try {
    await work(record);
  } finally {
    record.close();
  }
}
