import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import classes from './first-run.module.css';

type CostKey = 'wattsIdle' | 'wattsLoaded' | 'hardwareCostUsd';

/** What power and hardware cost: for net figures. Each value is kept as it is typed; all may be left out. */
export function CostsStep() {
  const { t } = useTranslation('first-run');
  const { data: settings } = useQuery(api.settings.get.queryOptions());
  const { nodes } = useSelectedNode();
  const machine = nodes.find((node) => node.kind === 'this-machine');
  const saveSettings = useCommand(api.settings.update);
  const saveMoney = useCommand(api.settings.money.set);
  const saveNode = useCommand(api.nodes.update);
  const [drafts, setDrafts] = useState<Readonly<Partial<Record<CostKey, string>>>>({});
  const flat = settings?.electricity?.plan === 'flat' ? settings.electricity.usdPerKwh : '';
  const cost = (key: CostKey) => drafts[key] ?? machine?.costs[key] ?? '';
  const putCost = (key: CostKey) => (value: string) => {
    setDrafts((before) => ({ ...before, [key]: value }));
    if (machine !== undefined) {
      saveNode.run({ id: machine.id, patch: { costs: { [key]: value === '' ? null : value } } });
    }
  };
  return (
    <div className={classes['text']}>
      <p className={classes['lead']}>{t('costs.lead')}</p>
      <div className={classes['fields']}>
        <MoneyInput
          label={t('costs.tftPrice')}
          description={t('costs.tftPriceHint')}
          currency="USD"
          per="/ TFT"
          min="0.00000001"
          value={settings?.rates.tftUsd ?? ''}
          onChange={(tftPriceUsd) => {
            if (tftPriceUsd !== '') saveMoney.run({ tftPriceUsd });
          }}
        />
        <MoneyInput
          label={t('costs.electricity')}
          currency="USD"
          per="/ kWh"
          step="0.01"
          value={flat}
          onChange={(usdPerKwh) => {
            if (usdPerKwh !== '') saveSettings.run({ electricity: { plan: 'flat', usdPerKwh } });
          }}
        />
        <DecimalInput
          label={t('costs.idle')}
          unit="W"
          min="0"
          value={cost('wattsIdle')}
          onChange={putCost('wattsIdle')}
        />
        <DecimalInput
          label={t('costs.loaded')}
          unit="W"
          min="0"
          value={cost('wattsLoaded')}
          onChange={putCost('wattsLoaded')}
        />
        <MoneyInput
          label={t('costs.hardware')}
          currency="USD"
          value={cost('hardwareCostUsd')}
          onChange={putCost('hardwareCostUsd')}
        />
      </div>
      <p>{t('costs.later')}</p>
    </div>
  );
}
