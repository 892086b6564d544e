import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { pagesIn } from '#shared/pages.ts';
import { hrefTo, useHashPath } from './hash-location.ts';
import classes from './node-header.module.css';
import { NodePicker } from './node-picker.tsx';
import { PageHeader } from './page.tsx';
import { useSelectedNode } from './selected-node.ts';
import { Tag } from './tag.tsx';

const TABS = pagesIn('node');

/** The header of a tab of the node's page. */
export interface NodeHeaderProps {
  /** One sentence on the purpose of the tab. */
  readonly lede?: ReactNode;
  /** Secondary tools of the tab. */
  readonly tools?: ReactNode;
  /** The primary action of the tab. */
  readonly action?: ReactNode;
}

/** The header of the node's page: its name, the node picker, and the tabs. */
export function NodeHeader({ lede, tools, action }: NodeHeaderProps) {
  const { t } = useTranslation(['common', 'pages']);
  const { node } = useSelectedNode();
  const [path] = useHashPath();
  const tab = TABS.find((page) => page.path === path);
  const tabName = tab === undefined ? '' : t(`pages:${tab.name}`);
  return (
    <>
      <PageHeader
        title={node?.name ?? tabName}
        windowTitle={node === null ? tabName : `${node.name} · ${tabName}`}
        mark={node === null ? undefined : <Tag>{t(`node.kind.${node.kind}`)}</Tag>}
        lede={lede}
        tools={
          <>
            <NodePicker />
            {tools}
          </>
        }
        action={action}
      />
      <nav className={classes['tabs']} aria-label={t('node.tabs')} data-print="hide">
        {TABS.map(({ name, path: to }) => (
          <a key={name} href={hrefTo(to)} {...(to === path ? { 'aria-current': 'page' } : {})}>
            {t(`pages:${name}`)}
          </a>
        ))}
      </nav>
    </>
  );
}
