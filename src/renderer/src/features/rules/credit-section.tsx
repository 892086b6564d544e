import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rate } from '#shared/contract/settings/rates.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatNumber, formatUnitPrice } from '#renderer/ui/format.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { CardGrid, Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Source } from '#renderer/ui/source.tsx';
import { RateAge } from '#renderer/ui/rate-age.tsx';
import classes from './plans.module.css';

const SMALLEST = '0.00000001';

/** A value with at most eight decimals. */
function short(value: string): string {
  return toPlain(new Decimal(value).toDecimalPlaces(8));
}

/** The value and price of a Cloud Credit from the gold and the TFT price, and the conversion of an amount of TFT. */
export function CreditSection({ tft, gold }: { readonly tft: Rate | undefined; readonly gold: Rate | undefined }) {
  const { t } = useTranslation('economy');
  const [goldUsd, setGoldUsd] = useState(gold?.rate ?? '');
  const [tftUsd, setTftUsd] = useState(tft?.rate ?? '');
  const [amount, setAmount] = useState('1000');
  const isReady = goldUsd !== '' && tftUsd !== '';
  const query = useQuery(
    api.economy.quoteCloudCredit.queryOptions({
      input: { goldUsdPerGram: goldUsd, tftPriceUsd: tftUsd, tft: amount === '' ? '0' : amount },
      enabled: isReady,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Section title={t('credit.title')}>
      <CardGrid minWidth="20rem">
        <Card title={t('credit.inputs')}>
          <MoneyInput
            label={t('credit.gold')}
            description={<RateAge rate={gold} />}
            per="/ g"
            min={SMALLEST}
            value={goldUsd}
            onChange={setGoldUsd}
          />
          <MoneyInput
            label={t('credit.tft')}
            description={<RateAge rate={tft} />}
            per="/ TFT"
            min={SMALLEST}
            value={tftUsd}
            onChange={setTftUsd}
          />
          <DecimalInput label={t('credit.amount')} unit="TFT" min="0" value={amount} onChange={setAmount} />
        </Card>
        <Card
          title={t('credit.result')}
          tools={
            <Source
              of={t('credit.title')}
              formula={t('credit.formula')}
              inputs={[
                { name: t('credit.gold'), value: goldUsd },
                { name: t('credit.tft'), value: tftUsd },
              ]}
              source="tfgrid docs_tfgrid_economics"
              status="plan"
            />
          }
          footer={t('credit.oneWay')}
        >
          {isReady ? (
            <QueryView query={query}>
              {(quote) => (
                <>
                  <Figure
                    value={formatNumber(short(quote.cc), { maxPlaces: 4 })}
                    unit="CC"
                    label={t('credit.youGet', { tft: formatNumber(amount === '' ? '0' : amount) })}
                  />
                  <FactList
                    facts={[
                      { name: t('credit.ccUsd'), value: formatUnitPrice(short(quote.ccUsd), 'USD') },
                      {
                        name: t('credit.tftPerCc'),
                        value: t(`credit.at.${quote.kind}`, { tft: formatNumber(short(quote.tftPerCc)) }),
                      },
                      { name: t('credit.switch'), value: formatUnitPrice(short(quote.switchPriceUsd), 'USD') },
                    ]}
                  />
                </>
              )}
            </QueryView>
          ) : (
            <p className={classes['quiet']}>{t('credit.fill')}</p>
          )}
        </Card>
      </CardGrid>
    </Section>
  );
}
