import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatTft } from '#renderer/ui/format.ts';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { CardGrid, Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import classes from './earnings.module.css';
import type { ScenarioDraft } from './scenario-draft.ts';

function RunOutCards({ mintedTft, perMonthTft }: { readonly mintedTft: string; readonly perMonthTft: string }) {
  const { t } = useTranslation('earnings');
  const query = useQuery(api.economy.forecastRunOut.queryOptions({ input: { mintedTft, perMonthTft } }));
  return (
    <QueryView query={query}>
      {(forecast) => (
        <CardGrid>
          {(['gep2024', 'farming20'] as const).map((rules) => {
            const run = forecast[rules];
            return (
              <Card key={rules} title={t(`runOut.${rules}`)} footer={t(`runOut.${rules}Note`)}>
                <Figure
                  value={run.monthsLeft === null ? t('runOut.never') : String(run.monthsLeft)}
                  {...(run.monthsLeft === null ? {} : { unit: t('chart.periods') })}
                  caption={
                    run.endsAtS === null
                      ? t('runOut.noEnd')
                      : t('runOut.about', { date: formatInstant(run.endsAtS, { precision: 'date' }) })
                  }
                />
                <FactList
                  facts={[
                    { name: t('runOut.cap'), value: formatTft(run.capTft) },
                    { name: t('runOut.left'), value: formatTft(run.leftTft) },
                  ]}
                />
              </Card>
            );
          })}
        </CardGrid>
      )}
    </QueryView>
  );
}

/** When minting ends, from the amount minted so far and the amount minted per month. */
export function RunOutSection({ draft }: { readonly draft: ScenarioDraft }) {
  const { t } = useTranslation('earnings');
  const { supply } = draft.scenario;
  const fields = bindFields(supply, (patch) => draft.change({ supply: { ...supply, ...patch } }));
  return (
    <Section title={t('runOut.title')}>
      <Card>
        <p>{t('runOut.purpose')}</p>
        <div className={classes['form']}>
          <DecimalInput
            label={t('runOut.minted')}
            unit="TFT"
            min="0"
            placeholder="885000000"
            {...fields.optional('mintedTft')}
          />
          <DecimalInput
            label={t('runOut.perMonth')}
            unit="TFT"
            min="0"
            placeholder="5000000"
            {...fields.optional('mintedPerMonthTft')}
          />
        </div>
      </Card>
      {supply.mintedTft === null || supply.mintedPerMonthTft === null ? null : (
        <RunOutCards mintedTft={supply.mintedTft} perMonthTft={supply.mintedPerMonthTft} />
      )}
    </Section>
  );
}
