import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RankedBid, ValuedBid } from '#shared/contract/bids/bids.ts';
import { Decimal } from '#shared/decimal.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { showUndo } from '#renderer/ui/confirm-undo.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { useMoney } from '#renderer/ui/money.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { formatNeed, formatOffer } from './bid-cell.tsx';
import classes from './bids.module.css';

/** The bid of a dialog in one line. */
function BidSummary({ bid }: { readonly bid: ValuedBid }) {
  const { t } = useTranslation('bids');
  const { buyer, months } = bid;
  return (
    <p className={classes['quiet']}>
      {t('dialog.bid', { buyer, need: formatNeed(t, bid), offer: formatOffer(bid), count: months })}
    </p>
  );
}

/** Shows a message with an undo button for a decision. */
function useUndoDecision() {
  const reopen = useCommand(api.bids.reopen);
  return (message: string, id: string) => showUndo({ message, onUndo: () => reopen.run({ id }) });
}

/** Makes a counter-offer with another price. */
export function CounterDialog({ bid, onClose }: { readonly bid: ValuedBid; readonly onClose: () => void }) {
  const { t } = useTranslation('bids');
  const [price, setPrice] = useState(bid.pricePerMonth);
  const [note, setNote] = useState('');
  const offerUndo = useUndoDecision();
  const counter = useCommand(api.bids.counter, {
    onDone: ({ id, buyer }) => {
      onClose();
      offerUndo(t('action.countered', { buyer }), id);
    },
  });
  const text = note.trim();
  return (
    <FormDialog
      title={t('dialog.counter')}
      action={t('action.counter')}
      canSubmit={price !== '' && Number(price) > 0}
      isRunning={counter.isRunning}
      onSubmit={() => counter.run({ id: bid.id, priceMonth: price, note: text === '' ? null : text })}
      onClose={onClose}
    >
      <BidSummary bid={bid} />
      <MoneyInput
        label={t('dialog.price')}
        currency={bid.currency}
        per={t('dialog.perMonth')}
        step="0.5"
        value={price}
        onChange={setPrice}
      />
      <TextField label={t('dialog.note')} maxLength={500} value={note} onChange={setNote} />
    </FormDialog>
  );
}

/** Declines a bid with a reason. */
export function DeclineDialog({ bid, onClose }: { readonly bid: ValuedBid; readonly onClose: () => void }) {
  const { t } = useTranslation('bids');
  const [reason, setReason] = useState('');
  const offerUndo = useUndoDecision();
  const decline = useCommand(api.bids.decline, {
    onDone: ({ id, buyer }) => {
      onClose();
      offerUndo(t('action.declined', { buyer }), id);
    },
  });
  const text = reason.trim();
  return (
    <FormDialog
      title={t('dialog.decline')}
      action={t('action.decline')}
      canSubmit={text !== ''}
      isRunning={decline.isRunning}
      onSubmit={() => decline.run({ id: bid.id, reason: text })}
      onClose={onClose}
    >
      <BidSummary bid={bid} />
      <TextField
        data-autofocus
        withAsterisk
        label={t('dialog.reason')}
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}

interface LossDialogProps {
  readonly row: RankedBid;
  readonly isRunning: boolean;
  readonly onAccept: (reason: string) => void;
  readonly onClose: () => void;
}

/** Confirms accepting a bid that costs more than it earns; the reason is stored with it. */
export function LossDialog({ row, isRunning, onAccept, onClose }: LossDialogProps) {
  const { t } = useTranslation('bids');
  const money = useMoney();
  const [reason, setReason] = useState('');
  const text = reason.trim();
  const loss = new Decimal(row.place?.netMonthUsd ?? '0').negated();
  return (
    <FormDialog
      title={t('dialog.loss')}
      action={t('dialog.lossAccept')}
      canSubmit={text !== ''}
      isRunning={isRunning}
      onSubmit={() => onAccept(text)}
      onClose={onClose}
    >
      <BidSummary bid={row.bid} />
      <p>{t('dialog.lossText', { amount: money.format(loss) })}</p>
      <TextField
        data-autofocus
        withAsterisk
        label={t('dialog.lossReason')}
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
