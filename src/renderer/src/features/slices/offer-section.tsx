import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Offer } from '#shared/contract/slices/prices.ts';
import { Decimal } from '#shared/decimal.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { saveFile } from '#renderer/ui/export-table.ts';
import { formatNumber, withUnit } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';

const MIME_TYPES = { json: 'application/json', csv: 'text/csv' } as const;

/** Prices of a column have the same number of decimal places, so that they align. */
const aligned = (price: string, places: number) => formatNumber(price, { minPlaces: places, maxPlaces: places });
const HOUR_PLACES = 6;

/** The largest number of decimal places of a monthly price, at least two. */
function countMonthPlaces(offers: readonly Offer[]): number {
  return Math.max(2, ...offers.map(({ prices }) => new Decimal(prices.month).decimalPlaces()));
}

function OfferTable({ offers }: { readonly offers: readonly Offer[] }) {
  const { t } = useTranslation('slices');
  const monthPlaces = countMonthPlaces(offers);
  return (
    <DataTable
      caption={t('offer.title')}
      hideCaption
      columns={[
        { id: 'slice', header: t('history.slice'), kind: 'text', value: (row) => row.sliceId },
        { id: 'free', header: t('offer.free'), kind: 'number', value: (row) => row.free },
        {
          id: 'vcpus',
          header: t('offer.vcpus'),
          kind: 'number',
          value: (row) => row.vcpus,
          cell: (row) => formatNumber(row.vcpus),
        },
        {
          id: 'memoryGib',
          header: t('offer.memory'),
          unit: 'GiB',
          kind: 'number',
          value: (row) => row.memoryGib,
          cell: (row) => formatNumber(row.memoryGib),
        },
        {
          id: 'ssdGib',
          header: t('offer.ssd'),
          unit: 'GiB',
          kind: 'number',
          value: (row) => row.ssdGib,
          cell: (row) => formatNumber(row.ssdGib),
        },
        {
          id: 'minUptimePercent',
          header: t('offer.uptime'),
          unit: '%',
          kind: 'number',
          value: (row) => row.minUptimePercent,
        },
        {
          id: 'priceMonth',
          header: t('offer.month'),
          kind: 'number',
          value: (row) => row.prices.month,
          cell: (row) => withUnit(aligned(row.prices.month, monthPlaces), row.currency),
        },
        {
          id: 'priceHour',
          header: t('offer.hour'),
          kind: 'number',
          value: (row) => row.prices.hour,
          cell: (row) => withUnit(aligned(row.prices.hour, HOUR_PLACES), row.currency),
        },
      ]}
      rows={offers}
      rowKey={(row) => row.sliceId}
    />
  );
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
      <QueryView query={query}>
        {({ offers }) => (
          <Card flush>
            <OfferTable offers={offers} />
          </Card>
        )}
      </QueryView>
    </Section>
  );
}
