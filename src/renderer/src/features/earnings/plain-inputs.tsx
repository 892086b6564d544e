import { useTranslation } from 'react-i18next';
import type { ProjectionAnswer } from '#shared/contract/earnings/projections.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { formatNumber, formatUnitPrice } from '#renderer/ui/format.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { WattsInput } from '#renderer/ui/watts-input.tsx';
import { CountInput } from '#renderer/ui/count-input.tsx';
import type { ScenarioDraft } from './scenario-draft.ts';
import classes from './earnings.module.css';

/** The value that is used while a field is empty. */
function useAssumed(projection: ProjectionAnswer | undefined) {
  const { t } = useTranslation('earnings');
  return (write: (value: string) => string, ...ids: readonly string[]): string => {
    const found = projection?.assumptions.find(({ id }) => ids.includes(id));
    return found === undefined || found.origin === 'missing' ? t('form.notGiven') : write(found.value);
  };
}

interface PlainInputsProps {
  readonly draft: ScenarioDraft;
  readonly projection: ProjectionAnswer | undefined;
}

const orNull = (text: string) => (text === '' ? null : text);
const digits = (value: string) => formatNumber(value);

/** The six most important inputs. An empty field shows the value of the node or the settings that is used instead. */
export function PlainInputs({ draft: { scenario, change }, projection }: PlainInputsProps) {
  const { t } = useTranslation('earnings');
  const assumed = useAssumed(projection);
  const { costs, uptime } = scenario;
  const set = (patch: Partial<typeof costs>) => change({ costs: { ...costs, ...patch } });
  const watts = costs.wattsIdle !== null && costs.wattsIdle === costs.wattsLoaded ? costs.wattsIdle : '';
  return (
    <Card title={t('plain.title')} footer={t('plain.note')}>
      <div className={classes['plain']}>
        <MoneyInput
          label={t('plain.tftPrice')}
          min="0.00000001"
          placeholder={assumed(formatUnitPrice, 'tft-price')}
          {...bindFields(scenario, change).optional('tftPriceUsd')}
        />
        <MoneyInput
          label={t('plain.tariff')}
          per="/ kWh"
          placeholder={assumed(formatUnitPrice, 'electricity-price', 'electricity-price-average')}
          value={costs.tariff?.kind === 'flat' ? costs.tariff.usdPerKwh : ''}
          onChange={(text) => set({ tariff: text === '' ? null : { kind: 'flat', usdPerKwh: text } })}
        />
        <WattsInput
          label={t('plain.watts')}
          placeholder={assumed(digits, 'watts-average')}
          value={watts}
          onChange={(text) => set({ wattsIdle: orNull(text), wattsLoaded: orNull(text) })}
        />
        <MoneyInput
          label={t('plain.price')}
          placeholder={assumed(formatUnitPrice, 'hardware-cost')}
          {...bindFields(costs, set).optional('hardwareUsd')}
        />
        <DecimalInput
          label={t('plain.uptime')}
          unit="%"
          min="0"
          max="100"
          maxPlaces={1}
          step="0.1"
          placeholder={assumed(digits, 'uptime')}
          value={uptime.source === 'fixed' ? String(uptime.permille / 10) : ''}
          onChange={(text) =>
            change({
              uptime: text === '' ? { source: 'own' } : { source: 'fixed', permille: Math.round(Number(text) * 10) },
            })
          }
        />
        <CountInput label={t('plain.months')} min="1" max="120" {...bindFields(scenario, change).count('months')} />
      </div>
    </Card>
  );
}
