import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { dataPaths } from '#main/store/data-directory.ts';
import type { MeasuredDisk } from '#shared/contract/hardware/hardware.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import type { AssessmentAnswer } from '#shared/contract/hardware/eligibility.ts';
import { ERROR_TABLE, invalidInput } from '#shared/errors.ts';
import { inEnglish, message } from '#shared/message.ts';
import { type MachineRecording, recordingSchema } from '#shared/contract/hardware/recording.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { assessmentToJson, renderAssessment } from './assessment-text.ts';
import { CONNECTION_PRICE_OPTION, POLICY_OPTION } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

interface CheckOptions {
  readonly record: boolean;
  readonly recording?: string;
  readonly evidence: boolean;
  readonly measureDisks: boolean;
  readonly certified: boolean;
  readonly policy?: number;
  readonly connectionPrice?: number;
}

/** The result of storing the reading. */
interface Recorded {
  readonly nodeId: number;
  readonly change: string | null;
}

const EXIT_CODES = { eligible: 0, 'not-eligible': 3, unknown: 4 } as const;

/** The maximum age of a reading: long enough that all calls of one run share it. */
const THIS_RUN_MS = 600_000;

function termsFrom({ certified, policy, connectionPrice }: CheckOptions) {
  if (!certified && policy === undefined && connectionPrice === undefined) {
    return null;
  }
  return {
    certification: certified ? ('certified' as const) : ('diy' as const),
    ...(policy === undefined ? {} : { policy }),
    ...(connectionPrice === undefined ? {} : { connectionPriceMusd: connectionPrice }),
  };
}

/** Stores the reading first, so that an unusable data directory is an error before anything is shown. */
async function record(session: CliSession): Promise<Recorded | null> {
  const hardware = session.calls.hardware.readings;
  const { nodeId, hasChanged } = await hardware.read({ isStored: true });
  if (nodeId === null) {
    return null;
  }
  const { changes } = hasChanged === true ? await hardware.listChanges({ nodeId, limit: 1 }) : { changes: [] };
  const [change] = changes;
  return { nodeId, change: change === undefined ? null : inEnglish(change.sentence) };
}

/** Without `--record`, stored data is optional: if it cannot be read, the checks answer "cannot tell". */
async function assess(session: CliSession, options: CheckOptions): Promise<AssessmentAnswer> {
  const area = session.calls.hardware.eligibility;
  const asked = { terms: termsFrom(options), maxAgeMs: THIS_RUN_MS, hasEvidence: options.evidence };
  const hasData = existsSync(dataPaths(session.app.context.dataDirectory).database);
  if (!options.record && !hasData) {
    return area.checkThisMachine({ ...asked, usesFarmData: false });
  }
  try {
    return await area.checkThisMachine({ ...asked, usesFarmData: true });
  } catch (error) {
    const planned = toFarmerError(error);
    const isDataTrouble = planned !== null && ERROR_TABLE[planned.code].exitCode === 5;
    if (options.record || !isDataTrouble) {
      throw error;
    }
    session.io.stderr(`warning: ${planned.message} ${planned.hint}\n`);
    return area.checkThisMachine({ ...asked, usesFarmData: false });
  }
}

async function readRecordingFile(path: string): Promise<MachineRecording> {
  // Loaded on demand: a check of this machine does not need the file readers.
  const { readJsonFile } = await import('#main/hosts/cli/options/input-file.ts');
  const parsed = recordingSchema.safeParse(readJsonFile(path));
  if (parsed.success) {
    return parsed.data;
  }
  const field = parsed.error.issues[0]?.path.join('.') || 'format';
  throw invalidInput(message('cli:core.fileNotRecording', { path, field }), message('cli:core.giveRecordingFile'));
}

async function checkRecording(session: CliSession, path: string, options: CheckOptions): Promise<void> {
  const recording = await readRecordingFile(path);
  const asked = { recording, terms: termsFrom(options), hasEvidence: options.evidence };
  const assessment = await session.calls.hardware.eligibility.checkRecording(asked);
  session.print(assessmentToJson(assessment), () => renderAssessment(session.style, assessment));
  session.exitWith(EXIT_CODES[assessment.eligibility.verdict]);
}

/** Runs the measurements first, so that the verdict uses them. */
async function measureDisks(session: CliSession): Promise<readonly MeasuredDisk[]> {
  const { hardware } = session.app.context;
  const label = () => {
    const measuring = hardware.seekTimes.progress();
    return measuring === null
      ? 'reading this machine'
      : `seek time of ${measuring.disk}, ${measuring.done + 1} of ${measuring.total}: only reads, about 3 s each, Ctrl+C stops`;
  };
  const { disks } = await session.wait(label, session.calls.hardware.readings.measureSeekTimes({ isStored: false }));
  return disks;
}

const NO_DISK_TO_MEASURE = 'No disk is of unknown kind, so nothing was measured.';

function renderMeasured(session: CliSession, disks: readonly MeasuredDisk[]): string {
  return disks.length === 0
    ? session.style.quiet(NO_DISK_TO_MEASURE)
    : disks.map(({ name, because }) => `${session.style.strong(name)}: ${because}`).join('\n');
}

async function run(session: CliSession, options: CheckOptions): Promise<void> {
  if (options.recording !== undefined) {
    if (options.record || options.measureDisks) {
      throw invalidInput(message('cli:core.recordingNotStored'), message('cli:core.leaveRecordOut'));
    }
    return checkRecording(session, options.recording, options);
  }

  // Starts the reading while the rest of the program is still loading; the calls below share it.
  void session.app.context.hardware.refresh();
  const measured = options.measureDisks ? await measureDisks(session) : null;
  const work = async () => {
    const recorded = options.record ? await record(session) : null;
    return { recorded, assessment: await assess(session, options) };
  };
  const { recorded, assessment } = await session.wait('reading this machine', work());
  const recordedJson = recorded === null ? {} : { recorded: { node_id: recorded.nodeId, change: recorded.change } };
  const measuredJson =
    measured === null ? {} : { measured: toSnakeCase(measured, { measuredAtMs: null, isUncached: 'is_uncached' }) };
  session.print({ ...assessmentToJson(assessment), ...measuredJson, ...recordedJson }, () =>
    [
      ...(measured === null ? [] : [renderMeasured(session, measured), '']),
      renderAssessment(session.style, assessment),
      ...(recorded === null ? [] : [session.style.quiet(`Stored as node ${recorded.nodeId}.`)]),
      ...(recorded?.change ? [`Since the last reading: ${recorded.change}`] : []),
    ].join('\n'),
  );
  session.exitWith(EXIT_CODES[assessment.eligibility.verdict]);
}

/** `farmer check`: reads this machine and shows its capacity, its reward and whether it may become a node. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--record', 'store the reading', false)
    .option('--recording <file>', 'a recorded machine instead of this one')
    .option('--measure-disks', 'measure the seek time of disks of unknown kind; reads only', false)
    .option('--evidence', 'where each reading of the machine comes from', false)
    .option('--certified', 'as a certified node', false)
    .option(...POLICY_OPTION)
    .option(...CONNECTION_PRICE_OPTION)
    .action((options: CheckOptions) => run(session, options));
}
