import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { type Fact, FactList } from '#renderer/ui/fact-list.tsx';
import { formatBytes, formatMoney, formatNumber } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { Age, Instant } from '#renderer/ui/time.tsx';
import { ProbePart } from './probe-part.tsx';

type Listed = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 80) : '');

const usd = (amount: string) => formatMoney(amount, 'USD');

type OnGrid = NonNullable<Awaited<ReturnType<typeof api.nodes.getGridFacts.call>>>;

function useFacts({ facts, maySleep, lastReportS, used, rent }: OnGrid): readonly Fact[] {
  const { t } = useTranslation('uptime');
  // The newest entry is the first, and takes precedence for fields that several entries have.
  const listed = facts.toReversed().reduce<Listed>((all, { content }) => ({ ...all, ...content }), {});
  const asOfS = facts[0]?.asOfS ?? null;
  const { power, rented } = listed;
  const { state, target } = typeof power === 'object' && power !== null ? (power as Listed) : {};
  const status = textOf(listed['status']);
  const { online, approved } = listed;
  const farm = textOf(listed['farmName']);
  const serial = textOf(listed['serialNumber'] ?? listed['serial_number']);
  const gpus = Number(listed['num_gpu'] ?? 0);
  const yesOrNo = (value: boolean) => t(value ? 'onGrid.yes' : 'onGrid.no');
  return [
    ...(status === '' ? [] : [{ name: t('onGrid.status'), value: status }]),
    ...(typeof online === 'boolean'
      ? [{ name: t('onGrid.status'), value: t(online ? 'onGrid.online' : 'onGrid.offline') }]
      : []),
    ...(typeof approved === 'boolean' ? [{ name: t('onGrid.approved'), value: yesOrNo(approved) }] : []),
    ...(lastReportS === null ? [] : [{ name: t('onGrid.lastReport'), value: <Age atS={lastReportS} /> }]),
    ...(textOf(state) === ''
      ? []
      : [{ name: t('onGrid.power'), value: t('onGrid.powerValue', { state: textOf(state), target: textOf(target) }) }]),
    ...(maySleep === null
      ? []
      : [{ name: t('onGrid.maySleep'), value: t(maySleep ? 'onGrid.maySleepYes' : 'onGrid.maySleepNo') }]),
    ...(typeof rented === 'boolean' ? [{ name: t('onGrid.rented'), value: yesOrNo(rented) }] : []),
    ...(used === null
      ? []
      : [
          {
            name: t('onGrid.used'),
            value: t('onGrid.usedValue', {
              cores: formatNumber(String(used.cru)),
              memory: formatBytes(used.mruBytes),
              ssd: formatBytes(used.sruBytes),
              hdd: formatBytes(used.hruBytes),
            }),
          },
        ]),
    ...(farm === '' ? [] : [{ name: t('onGrid.farm'), value: farm }]),
    ...(serial === '' ? [] : [{ name: t('onGrid.serial'), value: serial }]),
    ...(gpus > 0 ? [{ name: t('onGrid.gpus'), value: formatNumber(String(gpus)) }] : []),
    ...(rent === null
      ? []
      : [
          {
            name: t('onGrid.price'),
            value:
              rent.dedicatedMonthUsd === null
                ? t('onGrid.priceValue', { price: usd(rent.monthUsd) })
                : t('onGrid.rentValue', { price: usd(rent.monthUsd), dedicated: usd(rent.dedicatedMonthUsd) }),
          },
        ]),
    ...(asOfS === null ? [] : [{ name: t('onGrid.asOf'), value: <Instant atS={asOfS} /> }]),
  ];
}

function OnGridCard({ node, known }: { readonly node: FarmNode; readonly known: OnGrid }) {
  const { t } = useTranslation('uptime');
  const facts = useFacts(known);
  return facts.length === 0 ? null : (
    <Section title={t('onGrid.title')}>
      <Card>
        <FactList facts={facts} />
        <ProbePart node={node} />
      </Card>
    </Section>
  );
}

/** The facts about a node from services of the grid and a farmerbot's configuration; hidden when there are none. */
export function OnGridSection({ node }: { readonly node: FarmNode }) {
  const { data } = useQuery(api.nodes.getGridFacts.queryOptions({ input: { id: node.id } }));
  return data === undefined || data.facts.length === 0 ? null : <OnGridCard node={node} known={data} />;
}
