import { Button, Menu, Select } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { StoredScenario } from '#shared/contract/earnings/scenarios.ts';
import { api, client } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { showUndo } from '#renderer/ui/confirm-undo.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import type { ScenarioDraft } from './scenario-draft.ts';
import classes from './earnings.module.css';

type Naming = 'save' | 'copy' | 'rename';

interface NameDialogProps {
  readonly purpose: Naming;
  readonly initial: string;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

function NameDialog({ purpose, initial, onName, onClose }: NameDialogProps) {
  const { t } = useTranslation(['earnings', 'common']);
  const [name, setName] = useState(initial);
  return (
    <FormDialog
      title={t(`scenario.${purpose}`)}
      action={t('common:save')}
      canSubmit={name.trim() !== ''}
      onSubmit={() => {
        onName(name.trim());
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        label={t('scenario.name')}
        value={name}
        maxLength={60}
        withAsterisk
        data-autofocus
        onChange={setName}
      />
    </FormDialog>
  );
}

function useScenarioCommands(draft: ScenarioDraft) {
  const { t } = useTranslation(['earnings', 'common']);
  const loaded = { onDone: (stored: StoredScenario) => draft.load(stored) };
  const save = useCommand(api.earnings.scenarios.save, { ...loaded, doneText: t('common:saved') });
  const copy = useCommand(api.earnings.scenarios.copy, loaded);
  const rename = useCommand(api.earnings.scenarios.rename, loaded);
  const undo = useCommand(api.earnings.scenarios.undoRemove, loaded);
  const remove = useCommand(api.earnings.scenarios.remove, {
    onDone: ({ id }) => {
      draft.load(null);
      showUndo({ message: t('scenario.removed'), onUndo: () => undo.run({ id }) });
    },
  });
  return { save, copy, rename, remove };
}

/** The named scenarios: choose, save, copy, rename, and remove with undo. */
export function ScenarioBar({ draft, node }: { readonly draft: ScenarioDraft; readonly node: FarmNode }) {
  const { t } = useTranslation(['earnings', 'common']);
  const translate = useMessage();
  const [naming, setNaming] = useState<Naming | null>(null);
  const { data } = useQuery(api.earnings.scenarios.list.queryOptions());
  const commands = useScenarioCommands(draft);
  const { stored, scenario } = draft;
  const scenarios = data?.scenarios ?? [];
  const saveAs = (name: string) => commands.save.run({ name, nodeId: node.id, scenario });
  const onName = (name: string) => {
    if (naming === 'save' || stored === null) saveAs(name);
    else if (naming === 'copy') commands.copy.run({ id: stored.id, name });
    else commands.rename.run({ id: stored.id, name });
  };
  const choose = async (id: string | null) => {
    const { scenarios: newest } = id === null ? { scenarios: [] } : await client.earnings.scenarios.list();
    draft.load(newest.find((entry) => String(entry.id) === id) ?? null);
  };
  return (
    <div data-print="hide">
      <div className={classes['row']}>
        <Select
          className={classes['grow'] ?? ''}
          label={t('scenario.title')}
          placeholder={t('scenario.none')}
          clearable
          data={scenarios.map((entry) => ({ value: String(entry.id), label: entry.name }))}
          value={stored === null ? null : String(stored.id)}
          onChange={(id) => void choose(id)}
          clearButtonProps={{ 'aria-label': t('scenario.clear') }}
        />
        <Button
          disabled={!draft.isChanged && stored !== null}
          loading={commands.save.isRunning}
          onClick={() => (stored === null ? setNaming('save') : saveAs(stored.name))}
        >
          {t(stored === null ? 'scenario.save' : 'common:save')}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" disabled={stored === null} leftSection={<IconDots size={16} aria-hidden />}>
              {t('scenario.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setNaming('save')}>{t('scenario.saveAs')}</Menu.Item>
            <Menu.Item onClick={() => setNaming('copy')}>{t('scenario.copy')}</Menu.Item>
            <Menu.Item onClick={() => setNaming('rename')}>{t('scenario.rename')}</Menu.Item>
            <Menu.Item color="red" onClick={() => stored !== null && commands.remove.run({ id: stored.id })}>
              {t('common:delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {stored?.problem ? (
        <Notice tone="warn" title={t('scenario.unreadable', { name: stored.name })}>
          {translate(stored.problem)}
        </Notice>
      ) : null}
      {naming === null ? null : (
        <NameDialog
          purpose={naming}
          initial={naming === 'rename' ? (stored?.name ?? '') : ''}
          onName={onName}
          onClose={() => setNaming(null)}
        />
      )}
    </div>
  );
}
