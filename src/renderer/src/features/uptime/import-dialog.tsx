import { Button, FileButton, Group, Modal, Stack, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { client } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { useHashParam } from '#renderer/ui/hash-location.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import classes from './uptime.module.css';

interface Outcome {
  readonly imported: number;
  readonly duplicates: number;
  readonly rejectedCount: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

const NAMED = 20;

function Result({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useTranslation('uptime');
  const { imported, duplicates, rejectedCount, rejected } = outcome;
  return (
    <>
      <Notice tone="good" title={t('import.done', { imported, duplicates })} />
      {rejectedCount === 0 ? null : (
        <Notice tone="warn" title={t('import.rejected', { count: rejectedCount })}>
          <ul className={classes['rejected']}>
            {rejected.slice(0, NAMED).map((entry) => (
              <li key={entry.line}>{t('import.reason', entry)}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

/** A JSON text begins with a bracket; everything else is read as CSV. */
function formatOf(text: string): 'csv' | 'json' {
  return /^\s*[[{]/.test(text) ? 'json' : 'csv';
}

/** Takes reports or receipts, from a file or pasted; opened by the address (`?import=reports`, `?import=receipt`). */
export function ImportDialog({ node }: { readonly node: FarmNode | null }) {
  const { t } = useTranslation(['uptime', 'common']);
  const [kind, setKind] = useHashParam('import');
  const [text, setText] = useState('');
  const isReceipt = kind === 'receipt';
  const command = useCommand<string, Outcome>({
    mutationOptions: () => ({
      mutationFn: (given: string) =>
        isReceipt
          ? client.receipts.importReceipts({ text: given })
          : client.uptime.importEvents({ nodeId: node?.id ?? null, format: formatOf(given), text: given }),
    }),
  });
  const close = () => {
    setText('');
    command.reset();
    setKind(null);
  };
  const readFile = (file: File | null) => {
    if (file !== null) void file.text().then(setText);
  };
  return (
    <Modal
      opened={kind === 'receipt' || kind === 'reports'}
      onClose={close}
      size="lg"
      title={t(isReceipt ? 'import.receipts' : 'import.reports')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="sm">
        <Textarea
          label={t('import.text')}
          description={t(isReceipt ? 'import.receiptsHint' : 'import.reportsHint')}
          value={text}
          minRows={6}
          maxRows={12}
          autosize
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {command.data === undefined ? null : <Result outcome={command.data} />}
        <Group justify="space-between">
          <FileButton onChange={readFile} accept=".json,.csv,application/json,text/csv">
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
                {t('import.choose')}
              </Button>
            )}
          </FileButton>
          <Button disabled={text.trim() === ''} loading={command.isRunning} onClick={() => command.run(text)}>
            {t('import.action')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
