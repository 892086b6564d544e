import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Offer } from '#shared/contract/prices.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { saveFile } from '#renderer/ui/export-table.ts';
import { formatNumber, formatUnitPrice } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';

function OfferTable({ offers }: { readonly offers: readonly Offer[] }) {
  const { t } = useTranslation('slices');
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
          value: (row) => row.prices.month ?? null,
          cell: (row) => formatUnitPrice(row.prices.month ?? '0', row.currency),
        },
        {
          id: 'priceHour',
          header: t('offer.hour'),
          kind: 'number',
          value: (row) => row.prices.hour ?? null,
          cell: (row) => formatUnitPrice(row.prices.hour ?? '0', row.currency),
        },
      ]}
      rows={offers}
      rowKey={(row) => row.sliceId}
    />
  );
}

/** What is for sale, as a sheet to publish. */
export function OfferSection({ nodeId }: { readonly nodeId: number }) {
  const { t } = useTranslation('slices');
  const query = useQuery(api.prices.listOffers.queryOptions({ input: { nodeId } }));
  const { data } = query;
  return (
    <Section
      title={t('offer.title')}
      tools={
        data === undefined ? undefined : (
          <Group gap="xs">
            <Button
              variant="default"
              size="xs"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => saveFile('farmer-offers.json', data.json, 'application/json')}
            >
              {t('offer.json')}
            </Button>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => saveFile('farmer-offers.csv', data.csv, 'text/csv')}
            >
              {t('offer.csv')}
            </Button>
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
