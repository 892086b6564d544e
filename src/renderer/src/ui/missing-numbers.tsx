import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { NeededNumber } from '#shared/domain/earnings/needed-numbers.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import { client } from '#renderer/client/client.ts';
import { commandOf, useCommand } from './command.ts';
import { useMessage } from './message.ts';
import { MoneyInput } from './money-input.tsx';
import { Form } from './form.tsx';
import { WattsFields } from './watts-input.tsx';
import classes from './missing-numbers.module.css';

const EMPTY = { tftPrice: '', goldPrice: '', wattsIdle: '', wattsLoaded: '', tariff: '' } as const;
type Draft = { readonly [K in keyof typeof EMPTY]: string };

const FIELD_OF = { 'tft-price': 'tftPrice', 'gold-price': 'goldPrice', watts: 'wattsIdle', tariff: 'tariff' } as const;

function isEntered(draft: Draft, name: NeededNumber): boolean {
  return name === 'reward' || draft[FIELD_OF[name]] !== '';
}

/** Stores the entered numbers: prices and tariff in the settings, power draw in the node. */
async function store(
  nodeId: number | null,
  { tftPrice, goldPrice, wattsIdle, wattsLoaded, tariff }: Draft,
): Promise<void> {
  if (tftPrice !== '') await client.settings.money.set({ tftPriceUsd: tftPrice });
  if (goldPrice !== '') await client.settings.money.set({ goldUsdPerGram: goldPrice });
  if (tariff !== '') await client.settings.update({ electricity: { plan: 'flat', usdPerKwh: tariff } });
  if (nodeId !== null && wattsIdle !== '') {
    const costs = { wattsIdle, ...(wattsLoaded === '' ? {} : { wattsLoaded }) };
    await client.nodes.update({ id: nodeId, patch: { costs } });
  }
}

interface MissingNumbersProps {
  readonly missing: readonly NeededNumber[];
  /** Null when the numbers belong only to the farm. */
  readonly node: Pick<FarmNode, 'id'> | null;
}

/** Shown in place of a figure: the missing numbers, with their fields. */
export function MissingNumbers({ missing, node }: MissingNumbersProps) {
  const { t } = useTranslation('common');
  const translate = useMessage();
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const save = useCommand(commandOf((typed: Draft) => store(node?.id ?? null, typed)));
  const field = (key: keyof Draft) => ({
    value: draft[key],
    onChange: (text: string) => setDraft((before) => ({ ...before, [key]: text })),
  });
  const needs = translate(needsText(missing));
  return (
    <Form className={classes['needs']} onSubmit={() => save.run(draft)}>
      <p className={classes['title']}>{needs.charAt(0).toUpperCase() + needs.slice(1)}.</p>
      <div className={classes['fields']}>
        {missing.includes('tft-price') ? (
          <MoneyInput label={t('needs.tftPrice')} per="/ TFT" min="0.00000001" {...field('tftPrice')} />
        ) : null}
        {missing.includes('gold-price') ? (
          <MoneyInput label={t('needs.goldPrice')} per="/ g" min="0.00000001" {...field('goldPrice')} />
        ) : null}
        {missing.includes('watts') ? (
          <>
            <WattsFields idle={field('wattsIdle')} loaded={field('wattsLoaded')} />
          </>
        ) : null}
        {missing.includes('tariff') ? <MoneyInput label={t('needs.tariff')} per="/ kWh" {...field('tariff')} /> : null}
      </div>
      {missing.some((name) => name !== 'reward') ? (
        <Button
          type="submit"
          size="xs"
          className={classes['save'] ?? ''}
          disabled={!missing.some((name) => name !== 'reward' && isEntered(draft, name))}
          loading={save.isRunning}
        >
          {t('save')}
        </Button>
      ) : null}
    </Form>
  );
}
