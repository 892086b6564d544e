import { IconCpu, IconEye, IconServer2, IconServerCog, IconShoppingCart } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDemo } from '#renderer/ui/demo.ts';
import { type NodeOrigin, NODE_ORIGINS } from './use-first-run.ts';
import classes from './first-run.module.css';

const ICONS = { this: IconCpu, other: IconServerCog, buy: IconShoppingCart, many: IconServer2 } as const;

/** Where the node is; choosing an answer continues immediately. */
export function WhereStep({ onChoose }: { readonly onChoose: (way: NodeOrigin) => void }) {
  const { t } = useTranslation('first-run');
  const demo = useDemo();
  return (
    <div className={classes['text']}>
      <p className={classes['lead']}>{t('where.lead')}</p>
      <div className={classes['ways']}>
        {NODE_ORIGINS.map((way) => {
          const Icon = ICONS[way];
          return (
            <button key={way} type="button" className={classes['way']} onClick={() => onChoose(way)}>
              <Icon size={22} stroke={1.75} aria-hidden />
              <strong>{t(`where.${way}.title`)}</strong>
              <span>{t(`where.${way}.what`)}</span>
            </button>
          );
        })}
        {demo.isPresent ? null : (
          <button type="button" className={classes['way']} disabled={demo.isRunning} onClick={demo.fill}>
            <IconEye size={22} stroke={1.75} aria-hidden />
            <strong>{t('where.demo.title')}</strong>
            <span>{t('where.demo.what')}</span>
          </button>
        )}
      </div>
      <p className={classes['quiet']}>{t('where.private')}</p>
    </div>
  );
}
