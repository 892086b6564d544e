import type { ReactNode } from 'react';
import { useId } from 'react';
import type { GlossaryTerm } from '#shared/glossary.ts';
import classes from './card.module.css';
import { labelOf } from './term.tsx';

export interface CardProps {
  readonly title?: string;
  /** The glossary term of the title. */
  readonly term?: GlossaryTerm;
  /** To the right of the title: a status badge, an information popover, a menu. */
  readonly tools?: ReactNode;
  /** Small print at the bottom of the card. */
  readonly footer?: ReactNode;
  /** Removes the padding, for tables and lists that reach the edges. */
  readonly flush?: boolean;
  readonly children?: ReactNode;
}

/** A titled surface for one subject. */
export function Card({ title, term, tools, footer, flush = false, children }: CardProps) {
  const id = useId();
  const hasHeader = title !== undefined || tools !== undefined;
  return (
    <article
      className={flush ? `${classes.card} ${classes.flush}` : classes.card}
      {...(title === undefined ? {} : { 'aria-labelledby': id })}
    >
      {hasHeader ? (
        <div className={classes.header}>
          {title === undefined ? (
            <span />
          ) : (
            <h2 id={id} className={classes.title}>
              {labelOf(title, term)}
            </h2>
          )}
          {tools === undefined ? null : <div className={classes.tools}>{tools}</div>}
        </div>
      ) : null}
      {children}
      {footer === undefined ? null : <div className={classes.footer}>{footer}</div>}
    </article>
  );
}
