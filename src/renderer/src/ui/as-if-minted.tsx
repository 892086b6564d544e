import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { api } from '#renderer/client/client.ts';
import { formatPeriodName } from './format-time.ts';
import { hrefTo } from './hash-location.ts';
import { Notice } from './notice.tsx';

/**
 * A notice that amounts are hypothetical because minting has ended, with its rule.
 * @param fromMonth the first such month of a projection; null: all
 */
export function AsIfMinted({ fromMonth = null }: { readonly fromMonth?: number | null }) {
  const { t } = useTranslation('common');
  const { data } = useQuery(api.settings.get.queryOptions());
  const lastPeriod = data?.minting.lastPeriod ?? null;
  if (data === undefined || lastPeriod === null) return null;
  const { source } = data.minting;
  return (
    <Notice
      tone="info"
      title={
        fromMonth === null || fromMonth === 1 ? t('asIfMinted.title') : t('asIfMinted.titleFrom', { month: fromMonth })
      }
      action={
        <a href={hrefTo('/rules')} data-print="hide">
          {t('asIfMinted.see')}
        </a>
      }
    >
      {t('asIfMinted.text', {
        period: formatPeriodName(periodByIndex(lastPeriod).name),
        source: source === '' ? t('asIfMinted.noSource') : source,
      })}
    </Notice>
  );
}
