import { Button, FileButton, Group, Modal, Progress, Select, Stack, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilesOutcome, WaitingFile } from '#shared/contract/data/imports.ts';
import { BID_COLUMNS } from '#shared/domain/bids/constants.ts';
import { api, client } from '#renderer/client/client.ts';
import { commandOf, useCommand } from '#renderer/ui/command.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { formatFileSize } from '#renderer/ui/format.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import { chosenFiles, type InputFile, type ImportRequest } from './dropped-files.ts';
import { ImportGroups } from './import-groups.tsx';
import { uploadFiles } from './upload-files.ts';
import classes from './import.module.css';

/** Lets the user choose files or paste text; dropping works everywhere. */
function FileChooser({
  kind,
  onGive,
}: {
  readonly kind: string | null;
  readonly onGive: (files: InputFile[]) => void;
}) {
  const { t } = useTranslation('data');
  const [text, setText] = useState('');
  return (
    <>
      <div className={classes['area']}>
        <IconFileUpload size={28} aria-hidden />
        <span>{t('import.area')}</span>
        <FileButton multiple onChange={(files) => onGive([...chosenFiles(files)])}>
          {(button) => <Button {...button}>{t('import.choose')}</Button>}
        </FileButton>
      </div>
      <p className={classes['quiet']}>{t('import.taken')}</p>
      {kind === 'bids' ? (
        <div className={classes['columns']}>
          {t('import.bidColumns')} <code>{BID_COLUMNS.join(',')}</code>
        </div>
      ) : null}
      <Textarea
        label={t('import.paste')}
        value={text}
        minRows={2}
        maxRows={8}
        autosize
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text.trim() === '' ? null : (
        <Group justify="flex-end">
          <Button onClick={() => onGive([{ name: '', content: new Blob([text]) }])}>{t('import.readPasted')}</Button>
        </Group>
      )}
    </>
  );
}

interface Sent {
  readonly fileIds: readonly string[] | null;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly error: unknown;
}

/** Uploads the files; those already in the program need no upload. They are discarded when the dialog closes. */
function useUploadedFiles(files: readonly InputFile[], waiting: readonly WaitingFile[]): Sent {
  const queries = useQueryClient();
  const totalBytes = files.reduce((sum, { content }) => sum + content.size, 0);
  const [sent, setSent] = useState<Omit<Sent, 'totalBytes'>>({ fileIds: null, bytes: 0, error: null });
  useEffect(() => {
    const stop = new AbortController();
    const waitingIds = waiting.map(({ id }) => id);
    let known: readonly string[] = waitingIds;
    const forget = async () => {
      if (known.length > 0) await client.data.imports.discard({ fileIds: [...known] });
      if (waitingIds.length > 0) await queries.invalidateQueries({ queryKey: api.data.imports.listOpened.key() });
    };
    const send = async () => {
      known = [
        ...waitingIds,
        ...(await uploadFiles(files, (bytes) => setSent((before) => ({ ...before, bytes })), stop.signal)),
      ];
      if (stop.signal.aborted) await forget();
      else setSent((before) => ({ ...before, fileIds: known }));
    };
    send().catch((error: unknown) => {
      if (!stop.signal.aborted) setSent((before) => ({ ...before, error }));
    });
    return () => {
      stop.abort();
      void forget().catch(() => undefined);
    };
  }, [files, waiting, queries]);
  return { ...sent, totalBytes };
}

/** Chooses the node of events that name none; hidden when there are none. */
function NodeChoice(props: {
  readonly outcome: FilesOutcome;
  readonly nodeId: number | null;
  readonly onChoose: (nodeId: number | null) => void;
}) {
  const { t } = useTranslation('data');
  const { nodes } = useSelectedNode();
  const { outcome, nodeId, onChoose } = props;
  const events = outcome.groups.find(({ kind }) => kind === 'uptime');
  if (events === undefined || nodes.length === 0) return null;
  const { namelessCount } = events;
  return (
    <Select
      label={t('import.node')}
      data={[
        { value: '', label: t('import.nodeOfEach') },
        ...nodes.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
      value={nodeId === null ? '' : String(nodeId)}
      searchable={nodes.length > 8}
      error={namelessCount === 0 ? null : t('import.nameless', { count: namelessCount })}
      onChange={(value) => onChoose(value === null || value === '' ? null : Number(value))}
    />
  );
}

/** Whether an import would change anything. */
function hasChanges({ groups }: FilesOutcome): boolean {
  return groups.some(({ imported, updated, fixups, retries }) => imported + updated + fixups + retries > 0);
}

function useImport() {
  const { t } = useTranslation('data');
  const run = useCommand(api.data.imports.importFiles, { isFailureShown: true });
  const undo = useCommand(
    commandOf(async (importIds: readonly number[]) => {
      for (const id of importIds.toReversed()) await client.data.imports.undo({ id });
    }),
    { doneText: t('import.undone') },
  );
  return { run, undo };
}

/** The preview of the uploaded files. It is not refetched, so that it does not change during the import. */
function usePreview(fileIds: readonly string[] | null, nodeId: number | null) {
  return useQuery({
    ...api.data.imports.preview.queryOptions({ input: { fileIds: [...(fileIds ?? [])], nodeId } }),
    enabled: fileIds !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
  });
}

/** Whether none of the events names a node. */
function isNameless(outcome: FilesOutcome | undefined): boolean {
  const events = outcome?.groups.find(({ kind }) => kind === 'uptime');
  return events !== undefined && events.imported === 0 && events.namelessCount > 0;
}

/** The preview of files, and after the import its result. */
function FilesPreview({ request, onClose }: { readonly request: ImportRequest; readonly onClose: () => void }) {
  const { t } = useTranslation('data');
  const { node } = useSelectedNode();
  const { fileIds, bytes, totalBytes, error } = useUploadedFiles(request.files, request.waiting);
  const [chosen, setChosen] = useState<number | null | undefined>(undefined);
  const { run, undo } = useImport();
  const byName = usePreview(fileIds, null);
  // Events without a node most likely belong to the selected node; the user sees it and can choose another one.
  const nodeId = chosen === undefined ? (isNameless(byName.data) ? (node?.id ?? null) : null) : chosen;
  const preview = usePreview(fileIds, nodeId);
  const failure = error ?? preview.error ?? run.error;
  if (failure !== null) return <ErrorState error={failure} />;
  const outcome = run.data ?? preview.data;
  if (outcome === undefined) {
    const isSending = fileIds === null && totalBytes > 0;
    return (
      <Stack gap="sm" aria-live="polite">
        <span className={classes['quiet']}>
          {isSending
            ? t('import.sending', { done: formatFileSize(bytes), total: formatFileSize(totalBytes) })
            : t('import.looking')}
        </span>
        {isSending ? <Progress value={(bytes / totalBytes) * 100} aria-label={t('import.title')} /> : null}
        <LoadingSkeleton count={1} />
      </Stack>
    );
  }
  const importIds = run.data?.importIds ?? [];
  const isDone = run.data !== undefined;
  return (
    <Stack gap="md">
      {isDone && importIds.length > 0 ? (
        <Notice tone="good" title={t('import.doneTitle')}>
          {t('import.doneNote')}
        </Notice>
      ) : null}
      {isDone && importIds.length === 0 ? <Notice tone="info" title={t('import.nothingNew')} /> : null}
      <ImportGroups key={String(isDone)} outcome={outcome} isDone={isDone} onClose={onClose} />
      {isDone ? null : <NodeChoice outcome={outcome} nodeId={nodeId} onChoose={setChosen} />}
      <Group justify="flex-end">
        {isDone ? (
          <>
            {importIds.length === 0 ? null : (
              <Button
                variant="default"
                loading={undo.isRunning}
                onClick={() => void undo.runAsync(importIds).then(onClose, () => undefined)}
              >
                {t('import.undo')}
              </Button>
            )}
            <Button onClick={onClose}>{t('import.done')}</Button>
          </>
        ) : (
          <Button
            disabled={!hasChanges(outcome)}
            loading={run.isRunning}
            onClick={() => run.run({ fileIds: [...(fileIds ?? [])], nodeId })}
          >
            {t('import.action')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** Imports files after a preview; the import can be undone. */
export default function ImportDialog(props: {
  /** What the user wants to import, when a page opened the dialog. */
  readonly kind: string | null;
  /** Null when the files are chosen in the dialog. */
  readonly request: ImportRequest | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['data', 'common']);
  const { kind, onClose } = props;
  const [given, setGiven] = useState<ImportRequest | null>(null);
  const request = props.request ?? given;
  return (
    <Modal opened onClose={onClose} size="lg" title={t('data:import.title')}>
      <Stack gap="md">
        {request === null ? (
          <FileChooser kind={kind} onGive={(files) => files.length > 0 && setGiven({ files, waiting: [] })} />
        ) : (
          <FilesPreview request={request} onClose={onClose} />
        )}
      </Stack>
    </Modal>
  );
}
