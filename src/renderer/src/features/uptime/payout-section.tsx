import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Payout } from '#shared/contract/uptime/payouts.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatInstant, formatPeriodName } from '#renderer/ui/format-time.ts';
import { formatTft } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { StatusBadge, type Tone } from '#renderer/ui/status-badge.tsx';
import classes from './uptime.module.css';

const TONE = {
  running: 'unknown',
  ended: 'unknown',
  'receipt-awaited': 'unknown',
  computed: 'unknown',
  'payment-awaited': 'unknown',
  paid: 'good',
  'nothing-due': 'unknown',
} as const satisfies Record<Payout['step'], Tone>;

const at = (atS: number | null) => (atS === null ? '' : formatInstant(atS));

/** The known state of a step, in a sentence. */
function stepText(payout: Payout, t: TFunction<'uptime'>): string {
  const { step, period, tft, receiptsReadAtS, paymentsReadAtS } = payout;
  return t(`payouts.text.${step}`, {
    end: at(period.endS),
    receiptsRead: at(receiptsReadAtS),
    paymentsRead: at(paymentsReadAtS),
    tft: tft === null ? '' : formatTft(tft),
  });
}

function PayoutText({ payout }: { readonly payout: Payout }) {
  const { t } = useTranslation('uptime');
  const { step, lateSinceS, isAsIfMinted, payments } = payout;
  return (
    <>
      <StatusBadge plain tone={lateSinceS === null ? TONE[step] : 'warn'} word={t(`payouts.step.${step}`)} />
      <div>{stepText(payout, t)}</div>
      {payments.map(({ kind, payout: paid }) =>
        paid === null ? null : (
          <div key={paid.transaction} className={classes['transaction']}>
            {t(`payouts.${kind}Paid`, {
              tft: formatTft(paid.tft),
              at: formatInstant(paid.atS),
              transaction: paid.transaction,
            })}
          </div>
        ),
      )}
      {lateSinceS === null ? null : <div>{t('payouts.late', { since: formatInstant(lateSinceS) })}</div>}
      {isAsIfMinted && payments.length === 0 ? <div>{t('payouts.asIfMinted')}</div> : null}
    </>
  );
}

/** The state of the payouts for the latest periods of a node with a grid number; hidden when nothing is known. */
export function PayoutSection({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('uptime');
  const { data } = useQuery(api.uptime.payouts.list.queryOptions({ input: { nodeId: node.id } }));
  const payouts = data?.payouts ?? [];
  return payouts.length === 0 ? null : (
    <Section title={t('payouts.title')}>
      <Card>
        <FactList
          facts={payouts.map((payout) => ({
            name: formatPeriodName(payout.period.name),
            value: <PayoutText payout={payout} />,
          }))}
        />
      </Card>
    </Section>
  );
}
