import { Popover, Tooltip } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GlossaryTerm } from '#shared/glossary.ts';
import classes from './term.module.css';

/** A technical term that a click or Enter explains. */
function Term({ of, children }: { readonly of: GlossaryTerm; readonly children: ReactNode }) {
  const { t } = useTranslation('glossary');
  return (
    <Popover width={300} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={TERM_CLASS}>
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className={classes['meaning']} tabIndex={-1} data-autofocus>
          <dt>{t(`term.${of}.name`)}</dt>
          <dd>{t(`term.${of}.text`)}</dd>
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A label with an optional glossary term. */
export function labelOf(label: string, term: GlossaryTerm | undefined): ReactNode {
  return term === undefined ? label : <Term of={term}>{label}</Term>;
}

/** The style of an explained term. */
export const TERM_CLASS = classes['term'] ?? '';

/** Explains a control that has no room for its own {@link Term}, on hover or focus. */
export function TermTip({
  of,
  children,
}: {
  readonly of: GlossaryTerm | undefined;
  readonly children: ReactElement;
}): ReactElement {
  const { t } = useTranslation('glossary');
  if (of === undefined) return children;
  return <Tooltip label={t(`term.${of}.text`)}>{children}</Tooltip>;
}
