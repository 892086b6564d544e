import { Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { RemovedDialog } from './removed-dialog.tsx';
import { saveNodeList } from './save-node-list.ts';
import { SitesDialog } from './sites-dialog.tsx';

/** More actions for the farm: import, CSV export, sites, removed nodes, whether this computer is a node. */
export function FarmMenu({ onImport }: { readonly onImport: () => void }) {
  const { t } = useTranslation('nodes');
  const [dialog, setDialog] = useState<'sites' | 'removed' | null>(null);
  const { data: settings } = useQuery(api.settings.get.queryOptions());
  const { data: info } = useQuery(api.nodes.list.queryOptions({ input: {} }));
  const update = useCommand(api.settings.update);
  const isNode =
    settings?.thisComputer.isNode ?? info?.nodes.some(({ kind, isDemo }) => kind === 'this-machine' && !isDemo);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDots size={16} aria-hidden />}>
            {t('more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onImport}>{t('import.title')}</Menu.Item>
          <Menu.Item onClick={() => void saveNodeList()}>{t('costs.export')}</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => setDialog('sites')}>{t('sites.title')}</Menu.Item>
          <Menu.Item onClick={() => setDialog('removed')}>{t('removedNodes.title')}</Menu.Item>
          <Menu.Item onClick={() => update.run({ thisComputer: { isNode: isNode !== true } })}>
            {t(isNode === true ? 'thisComputer.leave' : 'thisComputer.join')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'sites' ? <SitesDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'removed' ? <RemovedDialog onClose={() => setDialog(null)} /> : null}
    </>
  );
}
