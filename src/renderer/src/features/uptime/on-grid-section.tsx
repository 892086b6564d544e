import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { type Fact, FactList } from '#renderer/ui/fact-list.tsx';
import { formatMoney, formatNumber } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { Instant } from '#renderer/ui/time.tsx';

type Listed = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 80) : '');

/** What the proxy asks for the whole node a month of 720 hours; null where it gives none. */
function priceOf(value: unknown): string | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? formatMoney(String(value), 'USD') : null;
}

function useFacts(listed: Listed, asOfS: number | null, maySleep: boolean | null): readonly Fact[] {
  const { t } = useTranslation('uptime');
  const { power, rented } = listed;
  const { state, target } = typeof power === 'object' && power !== null ? (power as Listed) : {};
  const status = textOf(listed['status']);
  const farm = textOf(listed['farmName']);
  const serial = textOf(listed['serialNumber']);
  const gpus = Number(listed['num_gpu'] ?? 0);
  const price = priceOf(listed['price_usd']);
  const yesOrNo = (value: boolean) => t(value ? 'onGrid.yes' : 'onGrid.no');
  return [
    ...(status === '' ? [] : [{ name: t('onGrid.status'), value: status }]),
    ...(textOf(state) === ''
      ? []
      : [{ name: t('onGrid.power'), value: t('onGrid.powerValue', { state: textOf(state), target: textOf(target) }) }]),
    ...(maySleep === null
      ? []
      : [{ name: t('onGrid.maySleep'), value: t(maySleep ? 'onGrid.maySleepYes' : 'onGrid.maySleepNo') }]),
    ...(typeof rented === 'boolean' ? [{ name: t('onGrid.rented'), value: yesOrNo(rented) }] : []),
    ...(farm === '' ? [] : [{ name: t('onGrid.farm'), value: farm }]),
    ...(serial === '' ? [] : [{ name: t('onGrid.serial'), value: serial }]),
    ...(gpus > 0 ? [{ name: t('onGrid.gpus'), value: formatNumber(String(gpus)) }] : []),
    ...(price === null ? [] : [{ name: t('onGrid.price'), value: t('onGrid.priceValue', { price }) }]),
    ...(asOfS === null ? [] : [{ name: t('onGrid.asOf'), value: <Instant atS={asOfS} zone /> }]),
  ];
}

/** What the grid's services and a farmerbot's configuration say of a node; nothing where they say nothing. */
export function OnGridSection({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('uptime');
  const { data } = useQuery(api.nodes.getGridFacts.queryOptions({ input: { id: node.id } }));
  const known = data?.facts ?? [];
  // The newest entry is the first, and wins where several name a field.
  const listed = known.toReversed().reduce<Listed>((all, { content }) => ({ ...all, ...content }), {});
  const facts = useFacts(listed, known[0]?.asOfS ?? null, data?.maySleep ?? null);
  return facts.length === 0 ? null : (
    <Section title={t('onGrid.title')}>
      <Card>
        <FactList facts={facts} />
      </Card>
    </Section>
  );
}
