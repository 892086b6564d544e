import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './notice.module.css';

export interface NoticeProps {
  readonly tone: 'good' | 'warn' | 'bad' | 'info';
  /** The problem in one line. */
  readonly title: string;
  /** What to do about it. */
  readonly children?: ReactNode;
  /** The fix as a button or link. */
  readonly action?: ReactNode;
}

const ICONS = { good: IconCircleCheck, warn: IconAlertTriangle, bad: IconCircleX, info: IconInfoCircle } as const;

/** A banner: a problem and its fix. */
export function Notice({ tone, title, children, action }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div className={`${classes.notice} ${classes[tone]}`} role={tone === 'bad' || tone === 'warn' ? 'alert' : 'status'}>
      <Icon size={18} aria-hidden />
      <div className={classes.body}>
        <div className={classes.title}>{title}</div>
        {children === undefined ? null : <div className={classes.remedy}>{children}</div>}
      </div>
      {action === undefined ? null : <div className={classes.actions}>{action}</div>}
    </div>
  );
}
