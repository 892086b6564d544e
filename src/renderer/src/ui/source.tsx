import { ActionIcon, Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSet } from '#shared/contract/rules/rules.ts';
import { SourceReference } from './source-reference.tsx';
import classes from './source.module.css';
import tagClasses from './tag.module.css';

/** The status of a rule: in effect, adopted, planned, or historical. */
export type RuleStanding = RuleSet['status'];

export interface SourceProps {
  /** The figure's name: read as "How is … computed?". */
  readonly of: string;
  readonly formula: string;
  readonly inputs?: readonly { readonly name: string; readonly value: string }[];
  /** The source of the rule, by its public name. */
  readonly source: string;
  readonly status: RuleStanding;
  /** Assumptions, and conflicts between sources. */
  readonly children?: ReactNode;
}

/** "How is this computed?": formula, inputs, source and status behind a small button next to a figure. */
export function Source({ of, formula, inputs, source, status, children }: SourceProps) {
  const { t } = useTranslation('common');
  return (
    <Popover width={360} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('source.how', { figure: of })}>
          <IconInfoCircle size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('source.how', { figure: of })}>
        <div className={classes['stack']} tabIndex={-1} data-autofocus>
          <div className={classes['head']}>
            <span>{of}</span>
            <RuleStatus status={status} />
          </div>
          <code className={classes['formula']}>{formula}</code>
          {inputs === undefined ? null : (
            <dl className={classes['inputs']}>
              {inputs.map((input) => (
                <div key={input.name} style={{ display: 'contents' }}>
                  <dt>{input.name}</dt>
                  <dd>{input.value}</dd>
                </div>
              ))}
            </dl>
          )}
          {children === undefined ? null : <div>{children}</div>}
          <div className={classes['source']}>
            <SourceReference reference={t('source.from', { source })} />
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The status of a rule as a neutral tag, because colour is reserved for thresholds. */
export function RuleStatus({ status }: { readonly status: RuleStanding }) {
  const { t } = useTranslation('common');
  return (
    <span className={tagClasses['tag']} data-status={status}>
      {t(`ruleStatus.${status}`)}
    </span>
  );
}
