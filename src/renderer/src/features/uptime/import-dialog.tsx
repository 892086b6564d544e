import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { client } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { useHashParam } from '#renderer/ui/hash-location.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { TextImportDialog } from '#renderer/ui/text-import-dialog.tsx';
import classes from './uptime.module.css';
import { type Message, translateAll } from '#shared/message.ts';
import { useMessage } from '#renderer/ui/message.ts';

interface Outcome {
  readonly imported: number;
  readonly duplicates: number;
  readonly rejectedCount: number;
  readonly rejected: readonly { readonly line: number; readonly reason: Message }[];
}

const NAMED = 20;

function Result({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useTranslation('uptime');
  const translate = useMessage();
  const { imported, duplicates, rejectedCount, rejected } = outcome;
  return (
    <>
      <Notice tone="good" title={t('import.done', { imported, duplicates })} />
      {rejectedCount === 0 ? null : (
        <Notice tone="warn" title={t('import.rejected', { count: rejectedCount })}>
          <ul className={classes['rejected']}>
            {rejected.slice(0, NAMED).map((entry) => (
              <li key={entry.line}>{t('import.reason', translateAll(entry, translate))}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

/** Takes reports or receipts, from a file or pasted; opened by the address (`?import=reports`, `?import=receipt`). */
export function ImportDialog({ node }: { readonly node: FarmNode | null }) {
  const { t } = useTranslation('uptime');
  const [kind, setKind] = useHashParam('import');
  const isReceipt = kind === 'receipt';
  const command = useCommand<string, Outcome>(
    {
      mutationOptions: () => ({
        mutationFn: (text: string) =>
          isReceipt
            ? client.uptime.receipts.importReceipts({ text })
            : client.uptime.importEvents({ nodeId: node?.id ?? null, text }),
      }),
    },
    { isFailureShown: true },
  );
  const close = () => {
    command.reset();
    setKind(null);
  };
  return (
    <TextImportDialog
      isOpen={kind === 'receipt' || kind === 'reports'}
      title={t(isReceipt ? 'import.receipts' : 'import.reports')}
      label={t('import.text')}
      description={t(isReceipt ? 'import.receiptsHint' : 'import.reportsHint')}
      accept=".json,.csv,application/json,text/csv"
      isRunning={command.isRunning}
      error={command.error}
      onImport={command.run}
      onClose={close}
    >
      {command.data === undefined ? null : <Result outcome={command.data} />}
    </TextImportDialog>
  );
}
