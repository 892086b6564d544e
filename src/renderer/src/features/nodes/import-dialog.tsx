import { useTranslation } from 'react-i18next';
import { client } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { TextImportDialog } from '#renderer/ui/text-import-dialog.tsx';
import classes from './nodes.module.css';
import { type Message, translateAll } from '#shared/message.ts';
import { useMessage } from '#renderer/ui/message.ts';

interface Outcome {
  readonly nodes: readonly { readonly id: number; readonly name: string }[];
  readonly rejected: readonly { readonly position: number; readonly reason: Message }[];
}

function Result({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useTranslation('nodes');
  const translate = useMessage();
  return (
    <>
      {outcome.nodes.length === 0 ? null : (
        <Notice tone="good" title={t('import.done', { count: outcome.nodes.length })}>
          {outcome.nodes.map((node) => node.name).join(', ')}
        </Notice>
      )}
      {outcome.rejected.length === 0 ? null : (
        <Notice tone="warn" title={t('import.rejected', { count: outcome.rejected.length })}>
          <ul className={classes['rejected']}>
            {outcome.rejected.map((entry) => (
              <li key={entry.position}>{t('import.reason', translateAll(entry, translate))}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

function useImport(onSingle: (id: number) => void) {
  return useCommand<string, Outcome>(
    { mutationOptions: () => ({ mutationFn: (text: string) => client.nodes.importNodes({ text }) }) },
    {
      isFailureShown: true,
      onDone: ({ nodes, rejected }) => {
        const first = nodes[0];
        if (first !== undefined && nodes.length === 1 && rejected.length === 0) onSingle(first.id);
      },
    },
  );
}

/** Imports grid-proxy JSON or a hardware passport, from a file or pasted. */
export function ImportDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('nodes');
  const command = useImport((id) => {
    onClose();
    goTo('/hardware', { node: String(id) });
  });
  const close = () => {
    command.reset();
    onClose();
  };
  return (
    <TextImportDialog
      isOpen={isOpen}
      title={t('import.title')}
      label={t('import.text')}
      description={t('import.hint')}
      accept="application/json,.json,.farmer"
      isRunning={command.isRunning}
      error={command.error}
      onImport={command.run}
      onClose={close}
    >
      {command.data === undefined ? null : <Result outcome={command.data} />}
    </TextImportDialog>
  );
}
