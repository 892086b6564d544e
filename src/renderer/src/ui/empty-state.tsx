import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

/** The texts of an empty page or card. */
export interface EmptyStateProps {
  readonly title: string;
  /** What this place is for. */
  readonly purpose: ReactNode;
  /** The one thing to do. */
  readonly action?: ReactNode;
  /** The other way. */
  readonly alternative?: ReactNode;
  /** Inside a card: no frame. */
  readonly compact?: boolean;
}

/** A place with nothing in it yet: what it is for, one action, one alternative. */
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
