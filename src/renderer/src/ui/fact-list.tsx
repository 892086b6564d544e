import type { ReactNode } from 'react';
import classes from './fact-list.module.css';

/** A name and what stands for it. */
export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

/** A figure without words stays on one line, however long it is: the name beside it wraps. */
const FIGURE = /^[^\p{L}]{1,24}$/u;

/** Names and values in two columns; values right-aligned unless they are sentences. */
export function FactList({
  facts,
  align = 'end',
}: {
  readonly facts: readonly Fact[];
  readonly align?: 'start' | 'end';
}) {
  return (
    <dl className={align === 'start' ? `${classes['list']} ${classes['start']}` : classes['list']}>
      {facts.map((fact) => (
        <div key={fact.name} className={classes['row']}>
          <dt>{fact.name}</dt>
          <dd data-figure={typeof fact.value === 'string' && FIGURE.test(fact.value)}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
