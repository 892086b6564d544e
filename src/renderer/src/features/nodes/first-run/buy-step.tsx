import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';
import { useResourceFacts } from '#renderer/ui/resource-fields.tsx';
import { StepButtons } from './step-buttons.tsx';
import classes from './first-run.module.css';

/** A machine that may be bought: a common one, or a manually entered one. */
export function BuyStep(props: { readonly onBack: () => void; readonly onDone: (nodeIds: readonly number[]) => void }) {
  const { t } = useTranslation('first-run');
  const { data } = useQuery(api.nodes.templates.list.queryOptions({ input: {} }));
  const [chosen, setChosen] = useState<string | null>(null);
  const resourceFacts = useResourceFacts();
  const add = useCommand(api.nodes.addPlanned, { onDone: ({ id }) => props.onDone([id]) });
  const template = data?.templates.find(({ id }) => id === chosen);
  const submit = () => {
    if (template === undefined) return;
    const { name, resources, wattsIdle, wattsLoaded } = template;
    const costs = { wattsIdle, wattsLoaded, electricityUsdPerKwh: null, hardwareCostUsd: null, boughtOn: null };
    add.run({ name, resources, costs });
  };
  return (
    <div className={classes['text']}>
      <Select
        label={t('buy.machine')}
        placeholder={t('buy.placeholder')}
        data={(data?.templates ?? []).map(({ id, name, cpu }) => ({ value: id, label: `${name} · ${cpu}` }))}
        value={chosen}
        searchable
        data-autofocus
        nothingFoundMessage={t('buy.none')}
        onChange={setChosen}
      />
      {template === undefined ? null : (
        <FactList
          facts={[
            ...resourceFacts((name, write) => write(template.resources[name])),
            {
              name: t('buy.watts'),
              value: t('buy.wattsValue', { idle: template.wattsIdle, loaded: template.wattsLoaded }),
            },
          ]}
        />
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes['start'] ?? ''}
        onClick={() => goTo('/', { add: 'planned' })}
      >
        {t('buy.typeIn')}
      </Button>
      <StepButtons
        onBack={props.onBack}
        action={t('next.machine')}
        canGo={template !== undefined}
        isRunning={add.isRunning}
        onGo={submit}
      />
    </div>
  );
}
