import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { PAGES } from '#shared/pages.ts';
import { api } from '#renderer/client/client.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { GLOSSARY_TERMS } from '#shared/glossary.ts';

/** One entry of the command palette. */
export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Additional search words. */
  readonly keywords: string;
  readonly onTrigger: () => void;
}

/** The entries of one kind with their heading. */
export interface PaletteGroup {
  readonly group: string;
  readonly entries: readonly PaletteEntry[];
}

/** The location of a node and its grid number. */
function describe({ site, location, grid }: FarmNode): string {
  const number = grid.nodeId === null ? null : `#${grid.nodeId}`;
  return [number, site, location.city, location.country].filter((part) => part !== null).join(' · ');
}

const ACTIONS = [
  { id: 'addNode', go: () => goTo('/', { add: 'planned' }) },
  { id: 'importNodes', go: () => goTo('/', { import: 'nodes' }) },
  { id: 'importBids', go: () => goTo('/market', { import: 'bids' }) },
  { id: 'exportData', go: () => goTo('/settings', { section: 'data' }) },
] as const;

/** Dialogs that the palette can open. */
export interface PaletteDialogs {
  readonly onShortcuts: () => void;
  readonly onTerms: () => void;
}

/** All nodes, pages, actions and terms for the command palette. */
export function usePaletteGroups({ onShortcuts, onTerms }: PaletteDialogs): readonly PaletteGroup[] {
  const { t } = useTranslation(['common', 'pages', 'glossary']);
  const { data } = useQuery(api.nodes.list.queryOptions({ input: {} }));
  const nodes = data?.nodes ?? [];
  return [
    {
      group: t('palette.nodes'),
      entries: nodes.map((node) => ({
        id: `node-${node.id}`,
        label: node.name,
        description: describe(node),
        keywords: `${node.id} ${node.grid.nodeId ?? ''} ${describe(node)}`,
        onTrigger: () => goTo('/node', { node: String(node.id) }),
      })),
    },
    {
      group: t('palette.pages'),
      entries: PAGES.map(({ name, path, place }) => ({
        id: `page-${name}`,
        label: t(`pages:${name}`),
        description: place === 'node' ? t('palette.ofNode') : '',
        keywords: path.slice(1),
        onTrigger: () => goTo(path),
      })),
    },
    {
      group: t('palette.actions'),
      entries: [
        ...ACTIONS.map(({ id, go }) => ({
          id,
          label: t(`palette.${id}`),
          description: '',
          keywords: '',
          onTrigger: go,
        })),
        {
          id: 'shortcuts',
          label: t('shortcuts.title'),
          description: '',
          keywords: 'keyboard',
          onTrigger: onShortcuts,
        },
        { id: 'terms', label: t('palette.terms'), description: '', keywords: 'glossary', onTrigger: onTerms },
      ],
    },
    {
      group: t('glossary:title'),
      entries: GLOSSARY_TERMS.map((term) => ({
        id: `term-${term}`,
        label: t(`glossary:term.${term}.name`),
        description: t(`glossary:term.${term}.text`),
        keywords: '',
        onTrigger: onTerms,
      })),
    },
  ];
}
