/** What can go wrong between a question and its answer. */
import { OnRecordError } from '../corpus/errors.ts';

/** An environment setting with a value that is not allowed. */
export class SettingsError extends OnRecordError {}

/** A model that is missing, damaged or of another shape than expected. */
export class ModelError extends OnRecordError {}

/** An index snapshot that is missing, damaged, half-written or foreign. */
export class SnapshotError extends OnRecordError {}

/** An index snapshot whose files have the form of another version of this program: whole, but to be built anew. */
export class OtherFormatError extends SnapshotError {}

/** A question that cannot be asked (empty, too long, without a letter or digit). */
export class QuestionError extends OnRecordError {}

/** An index that another process is building at the moment. */
export class BusyError extends OnRecordError {}

/** A cluster that cannot be reached, or cannot answer for the whole record at the moment. */
export class ClusterUnavailableError extends OnRecordError {}

/** A cluster that refuses this user, or holds something that this program cannot use. */
export class ClusterError extends OnRecordError {}
