import { Button, FileButton, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, client } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { showDone } from '#renderer/ui/confirm-undo.tsx';
import { saveFile } from '#renderer/ui/export-table.ts';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import classes from './nodes.module.css';
import { RemovedDialog } from './removed-dialog.tsx';
import { SitesDialog } from './sites-dialog.tsx';

const NAMED_REJECTIONS = 50;

/** Takes a table of costs; what was refused is named with its line. */
function useCostImport() {
  const { t } = useTranslation('nodes');
  return useCommand(api.nodes.costs.import, {
    onDone: ({ updated, rejected }) => {
      if (rejected.length === 0) showDone(t('costs.done', { count: updated.length }));
    },
  });
}

function Rejected({
  taken,
  onClose,
}: {
  readonly taken: ReturnType<typeof useCostImport>['data'];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['nodes', 'common']);
  const translate = useMessage();
  if (taken === undefined || taken.rejected.length === 0) return null;
  const { updated, rejected } = taken;
  return (
    <FormDialog title={t('costs.import')} action={t('common:close')} onSubmit={onClose} onClose={onClose}>
      <p>{t('costs.done', { count: updated.length })}</p>
      <p>{t('costs.rejected', { count: rejected.length })}</p>
      <ul className={classes['rejected']}>
        {rejected.slice(0, NAMED_REJECTIONS).map(({ line, reason }) => (
          <li key={line}>{t('costs.line', { line, reason: translate(reason) })}</li>
        ))}
      </ul>
    </FormDialog>
  );
}

async function saveCosts(): Promise<void> {
  const { csv } = await client.nodes.costs.export({});
  saveFile('farmer-costs.csv', csv, 'text/csv;charset=utf-8');
}

/** What else can be done with the farm: files of the grid, costs as CSV, sites, removed nodes, whether this computer is a node. */
export function FarmMenu({ onImport }: { readonly onImport: () => void }) {
  const { t } = useTranslation('nodes');
  const [dialog, setDialog] = useState<'sites' | 'removed' | null>(null);
  const { data: settings } = useQuery(api.settings.get.queryOptions());
  const { data: info } = useQuery(api.nodes.list.queryOptions({ input: {} }));
  const update = useCommand(api.settings.update);
  const costs = useCostImport();
  const isNode =
    settings?.thisComputer.isNode ?? info?.nodes.some(({ kind, isDemo }) => kind === 'this-machine' && !isDemo);
  const take = async (file: File | null) => {
    if (file !== null) costs.run({ csv: await file.text() });
  };
  return (
    <>
      <FileButton accept=".csv,text/csv" onChange={(file) => void take(file)}>
        {({ onClick }) => (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<IconDots size={16} aria-hidden />}>
                {t('more')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={onImport}>{t('import.title')}</Menu.Item>
              <Menu.Divider />
              <Menu.Item onClick={() => void saveCosts()}>{t('costs.export')}</Menu.Item>
              <Menu.Item onClick={onClick}>{t('costs.import')}</Menu.Item>
              <Menu.Divider />
              <Menu.Item onClick={() => setDialog('sites')}>{t('sites.title')}</Menu.Item>
              <Menu.Item onClick={() => setDialog('removed')}>{t('removedNodes.title')}</Menu.Item>
              <Menu.Item onClick={() => update.run({ thisComputer: { isNode: isNode !== true } })}>
                {t(isNode === true ? 'thisComputer.leave' : 'thisComputer.join')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </FileButton>
      <Rejected taken={costs.data} onClose={costs.reset} />
      {dialog === 'sites' ? <SitesDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'removed' ? <RemovedDialog onClose={() => setDialog(null)} /> : null}
    </>
  );
}
