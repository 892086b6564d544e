import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

export interface EmptyStateProps {
  readonly title: string;
  /** What this page or card is for. */
  readonly purpose: ReactNode;
  /** The primary action. */
  readonly action?: ReactNode;
  /** The secondary action. */
  readonly alternative?: ReactNode;
  /** Without a frame, for use inside a card. */
  readonly compact?: boolean;
}

/** A placeholder for an empty page or card: its purpose, one action, one alternative. */
export function EmptyState({ title, purpose, action, alternative, compact = false }: EmptyStateProps) {
  return (
    <div className={compact ? `${classes.empty} ${classes.compact}` : classes.empty}>
      <div>
        <p className={classes.title}>{title}</p>
        <p className={classes.purpose}>{purpose}</p>
      </div>
      {action === undefined && alternative === undefined ? null : (
        <div className={classes.actions}>
          {action}
          {alternative}
        </div>
      )}
    </div>
  );
}
