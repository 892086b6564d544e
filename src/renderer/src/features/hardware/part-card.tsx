import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fact } from '#shared/contract/hardware/hardware-reading.ts';
import { Card } from '#renderer/ui/card.tsx';
import { UNKNOWN } from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';
import classes from './hardware.module.css';

/** A part of the machine: its values, or "unavailable, because …". */
export function PartCard<T>({
  title,
  part,
  children,
}: {
  readonly title: string;
  readonly part: Fact<T>;
  readonly children: (value: T) => ReactNode;
}) {
  const { t } = useTranslation('hardware');
  const translate = useMessage();
  return (
    <Card title={title}>
      {part.state === 'known' ? (
        children(part.value)
      ) : (
        <p className={classes['missing']}>{t('inventory.unavailable', { because: translate(part.because) })}</p>
      )}
    </Card>
  );
}

/** One value, or a dash with the reason why it is unknown. */
export function FactText<T>({ fact, write }: { readonly fact: Fact<T>; readonly write: (value: T) => string }) {
  const translate = useMessage();
  if (fact.state === 'known') return write(fact.value);
  return (
    <>
      {UNKNOWN} <span className={classes['missing']}>{translate(fact.because)}</span>
    </>
  );
}
