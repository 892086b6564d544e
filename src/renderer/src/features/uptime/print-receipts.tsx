import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { ReceiptList } from '#shared/contract/uptime/receipts.ts';
import { formatNumber, formatTft, formatTftRange } from '#renderer/ui/format.ts';
import { formatInstant, formatPeriodName } from '#renderer/ui/format-time.ts';
import { useNowS } from '#renderer/ui/now.ts';
import classes from './print-receipts.module.css';
import { formatMusd, formatSpan, ownText, type Total, UNITS, unitsText } from './receipt-tables.tsx';

function Totals({
  title,
  first,
  rows,
}: {
  readonly title: string;
  readonly first: string;
  readonly rows: readonly Total[];
}) {
  const { t } = useTranslation('uptime');
  const of = (count: number) => t('receipts.ownOf', { count });
  return (
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          {[first, t('receipts.nodes'), t('receipts.counted'), 'CU', 'SU', 'NU', 'IP'].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
          <th scope="col">{`${t('receipts.reward')} USD`}</th>
          <th scope="col">{`${t('receipts.paid')} TFT`}</th>
          <th scope="col">{`${t('receipts.own')} TFT`}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.span}>
            <th scope="row">
              {row.span === '' ? t('receipts.all') : formatSpan(row.span)}
              {row.isAsIfMinted ? ' *' : ''}
            </th>
            <td>{formatNumber(row.nodes)}</td>
            <td>{formatNumber(row.receipts)}</td>
            {UNITS.map((unit) => (
              <td key={unit}>{unitsText(row, unit, of)}</td>
            ))}
            <td>{formatMusd(row.musd)}</td>
            <td>{formatTft(row.tft)}</td>
            <td>{ownText(row, of)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** All payments that count, with the details that a tax adviser needs. */
function Payments({ receipts, fixups }: ReceiptList) {
  const { t } = useTranslation('uptime');
  const counted = [
    ...receipts.map((receipt) => ({ ...receipt, key: `receipt ${receipt.id}` })),
    ...fixups.map((fixup) => ({
      ...fixup,
      ...fixup.correct,
      key: `fixup ${fixup.id}`,
      policyId: null,
      connectionPriceMusd: null,
      ownTft: null,
    })),
  ].filter(({ isCounted }) => isCounted);
  return (
    <table>
      <caption>{t('receipts.print.payments')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('receipts.period')}</th>
          <th scope="col">{t('receipts.print.ends')}</th>
          <th scope="col">{t('receipts.node')}</th>
          <th scope="col">{t('receipts.print.policy')}</th>
          <th scope="col">{`${t('receipts.print.price')} USD`}</th>
          <th scope="col">{`${t('receipts.reward')} USD`}</th>
          <th scope="col">{`${t('receipts.paid')} TFT`}</th>
          <th scope="col">{`${t('receipts.own')} TFT`}</th>
          <th scope="col" className={classes['address']}>
            {t('receipts.print.address')}
          </th>
        </tr>
      </thead>
      <tbody>
        {counted.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              {formatPeriodName(row.period.name)}
              {row.isAsIfMinted ? ' *' : ''}
            </th>
            <td>{new Date(row.period.endS * 1000).toISOString().slice(0, 10)}</td>
            <td>{`${row.node.name} (${row.gridNodeId})`}</td>
            <td>{row.policyId ?? '—'}</td>
            <td>{row.connectionPriceMusd === null ? '—' : formatMusd(row.connectionPriceMusd)}</td>
            <td>{formatMusd(row.musd)}</td>
            <td>{formatTft(row.tft)}</td>
            <td>{row.ownTft === null ? '—' : formatTftRange(row.ownTft)}</td>
            <td className={classes['address']}>
              {row.payoutAddress}
              {row.hash === null ? null : <span>{row.hash}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface PrintReceiptsProps {
  readonly list: ReceiptList;
  /** The node of the receipts; null for the whole farm. */
  readonly nodeName: string | null;
  readonly onPrinted: () => void;
}

/** The receipts for printing, shown instead of the page; opens the browser's print dialog once rendered. */
export function PrintReceipts({ list, nodeName, onPrinted }: PrintReceiptsProps) {
  const { t } = useTranslation('uptime');
  const nowS = useNowS(60);
  useEffect(() => {
    addEventListener('afterprint', onPrinted, { once: true });
    globalThis.print();
    return () => removeEventListener('afterprint', onPrinted);
    // oxlint-disable-next-line react/exhaustive-deps -- once for each report
  }, []);
  const { totals } = list;
  return createPortal(
    <div className={classes['report']}>
      <h1>{nodeName === null ? t('receipts.print.farm') : t('receipts.print.node', { node: nodeName })}</h1>
      <p>{t('receipts.print.asOf', { date: formatInstant(nowS) })}</p>
      <Totals title={t('receipts.byYear')} first={t('receipts.year')} rows={[...totals.years, totals.all]} />
      <Totals title={t('receipts.byMonth')} first={t('receipts.month')} rows={totals.months} />
      <Payments {...list} />
      {totals.all.isAsIfMinted ? <p>{t('receipts.print.asIfMinted')}</p> : null}
    </div>,
    document.body,
  );
}
