import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api, client } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { commandOf, useCommand } from '#renderer/ui/command.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { Form } from '#renderer/ui/form.tsx';
import { WattsFields } from '#renderer/ui/watts-input.tsx';
import { StepButtons } from './step-buttons.tsx';
import classes from './first-run.module.css';

interface Draft {
  readonly tftPrice: string;
  readonly tariff: string;
  readonly wattsIdle: string;
  readonly wattsLoaded: string;
  readonly pricePaid: string;
}

/** An emptied field removes the entered value; an untouched one changes nothing. */
const given = (text: string | undefined) => (text === '' ? null : text);

/** Stores the entered numbers: price and tariff in the settings, the others in the node. */
async function store(node: FarmNode | null, typed: Partial<Draft>): Promise<void> {
  const { tftPrice = '', tariff = '' } = typed;
  if (tftPrice !== '') await client.settings.money.set({ tftPriceUsd: tftPrice });
  if (tariff !== '') await client.settings.update({ electricity: { plan: 'flat', usdPerKwh: tariff } });
  if (node === null) return;
  const costs = {
    wattsIdle: given(typed.wattsIdle),
    wattsLoaded: given(typed.wattsLoaded),
    hardwareCostUsd: given(typed.pricePaid),
  };
  await client.nodes.update({ id: node.id, patch: { costs } });
}

/** Price and tariff, power draw and costs of the node. Every field is optional. */
export function CostsStep(props: {
  readonly node: FarmNode | null;
  readonly onBack: () => void;
  readonly onDone: () => void;
}) {
  const { node, onBack, onDone } = props;
  const { t } = useTranslation('first-run');
  const { data: settings } = useQuery(api.settings.get.queryOptions());
  const save = useCommand(
    commandOf((entered: Partial<Draft>) => store(node, entered)),
    { onDone },
  );
  const [typed, setTyped] = useState<Partial<Draft>>({});
  const draft: Draft = {
    tftPrice: settings?.rates.tftUsd ?? '',
    tariff: settings?.electricity?.plan === 'flat' ? settings.electricity.usdPerKwh : '',
    wattsIdle: node?.costs.wattsIdle ?? '',
    wattsLoaded: node?.costs.wattsLoaded ?? '',
    pricePaid: node?.costs.hardwareCostUsd ?? '',
    ...typed,
  };
  const fields = bindFields(draft, (change) => setTyped((before) => ({ ...before, ...change })));
  return (
    <Form className={classes['text']} onSubmit={() => save.run(typed)}>
      <p className={classes['lead']}>{t('costs.lead')}</p>
      <div className={classes['fields']}>
        <MoneyInput
          label={t('costs.tftPrice')}
          description={t('costs.tftPriceHint')}
          per="/ TFT"
          min="0.00000001"
          {...fields.text('tftPrice')}
        />
        <MoneyInput
          label={t('costs.electricity')}
          description={t('costs.electricityHint')}
          per="/ kWh"
          step="0.01"
          {...fields.text('tariff')}
        />
        {node === null ? null : (
          <>
            <WattsFields idle={fields.text('wattsIdle')} loaded={fields.text('wattsLoaded')} />
            <MoneyInput label={t('costs.hardware')} {...fields.text('pricePaid')} />
          </>
        )}
      </div>
      <p className={classes['quiet']}>{t(node === null ? 'costs.many' : 'costs.later')}</p>
      <StepButtons onBack={onBack} action={t('next.costs')} isRunning={save.isRunning} onGo={() => save.run(typed)} />
    </Form>
  );
}
