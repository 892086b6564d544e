import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Offer } from '#shared/contract/slices/prices.ts';
import { Decimal } from '#shared/decimal.ts';
import { api } from '#renderer/client/client.ts';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column } from '#renderer/ui/data-table.tsx';
import { saveFile } from '#renderer/ui/export-table.ts';
import { formatNumber, withUnit } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { TableCard } from '#renderer/ui/table-card.tsx';

const MIME_TYPES = { json: 'application/json', csv: 'text/csv' } as const;

/** All prices of a column have the same number of decimals, so that they align. */
const formatAligned = (price: string, places: number) => formatNumber(price, { minPlaces: places, maxPlaces: places });
const HOUR_PLACES = 6;

/** The largest number of decimal places of a monthly price, at least two. */
function countMonthPlaces(offers: readonly Offer[]): number {
  return Math.max(2, ...offers.map(({ prices }) => new Decimal(prices.month).decimalPlaces()));
}

function OfferTable({ offers }: { readonly offers: readonly Offer[] }) {
  const { t } = useTranslation('slices');
  const monthPlaces = countMonthPlaces(offers);
  const columns: readonly Column<Offer>[] = [
    textColumn('slice', t('history.slice'), (row) => row.sliceId),
    numberColumn('free', t('offer.free'), (row) => row.free),
    numberColumn('vcpus', t('offer.vcpus'), (row) => row.vcpus, { format: formatNumber }),
    numberColumn('memoryGib', t('offer.memory'), (row) => row.memoryGib, { unit: 'GiB', format: formatNumber }),
    numberColumn('ssdGib', t('offer.ssd'), (row) => row.ssdGib, { unit: 'GiB', format: formatNumber }),
    numberColumn('minUptimePercent', t('offer.uptime'), (row) => row.minUptimePercent, { unit: '%' }),
    numberColumn('priceMonth', t('offer.month'), (row) => row.prices.month, {
      cell: (row) => withUnit(formatAligned(row.prices.month, monthPlaces), row.currency),
    }),
    numberColumn('priceHour', t('offer.hour'), (row) => row.prices.hour, {
      cell: (row) => withUnit(formatAligned(row.prices.hour, HOUR_PLACES), row.currency),
    }),
  ];
  return <TableCard caption={t('offer.title')} columns={columns} rows={offers} rowKey={(row) => row.sliceId} />;
}

/** The offer sheet, for publishing. */
export function OfferSection({ nodeId }: { readonly nodeId: number }) {
  const { t } = useTranslation('slices');
  const query = useQuery(api.slices.prices.listOffers.queryOptions({ input: { nodeId } }));
  const { data } = query;
  return (
    <Section
      title={t('offer.title')}
      tools={
        data === undefined ? undefined : (
          <Group gap="xs">
            {(['json', 'csv'] as const).map((format) => (
              <Button
                key={format}
                variant="default"
                size="xs"
                leftSection={<IconDownload size={16} aria-hidden />}
                onClick={() => saveFile(`farmer-offers.${format}`, data[format], MIME_TYPES[format])}
              >
                {t(`offer.${format}`)}
              </Button>
            ))}
          </Group>
        )
      }
    >
      <QueryView query={query}>{({ offers }) => <OfferTable offers={offers} />}</QueryView>
    </Section>
  );
}
