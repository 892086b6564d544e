import type { ReactNode } from 'react';
import type { GlossaryTerm } from '#shared/glossary.ts';
import classes from './fact-list.module.css';
import { labelOf } from './term.tsx';

/** A name and its value. */
export interface Fact {
  readonly name: string;
  /** The glossary term of the name. */
  readonly term?: GlossaryTerm;
  readonly value: ReactNode;
  /** Shown on hover: the exact value of a rounded one. */
  readonly title?: string;
}

/** A figure stays on one line with its unit, and the name next to it wraps. */
const FIGURE = /^[^\p{L}].{0,23}$/u;

/** Names and values in two aligned columns. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes['list']}>
      {facts.map((fact) => (
        <div key={fact.name} className={classes['row']}>
          <dt>{labelOf(fact.name, fact.term)}</dt>
          <dd title={fact.title} data-figure={typeof fact.value === 'string' && FIGURE.test(fact.value)}>
            {fact.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
