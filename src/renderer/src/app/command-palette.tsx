import { createSpotlight, Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filterPalette } from './filter-palette.ts';
import { type PaletteDialogs, usePaletteGroups } from './palette-entries.ts';

const [store, spotlight] = createSpotlight();

interface CommandPaletteProps extends PaletteDialogs {
  readonly onClose: () => void;
}

/** Finds a node, page, action or term by a part of its name, its id or its city. Open while mounted. */
export default function CommandPalette({ onClose, ...dialogs }: CommandPaletteProps) {
  const { t } = useTranslation('common');
  const [query, setQuery] = useState('');
  const groups = filterPalette(usePaletteGroups(dialogs), query);
  useEffect(() => spotlight.open(), []);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      onSpotlightClose={onClose}
      overlayProps={{ backgroundOpacity: 0.35 }}
      scrollable
    >
      <Spotlight.Search
        placeholder={t('palette.find')}
        aria-label={t('palette.find')}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ group, entries }) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {entries.map(({ id, label, description, onTrigger }) => (
              <Spotlight.Action key={id} label={label} description={description} onClick={onTrigger} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 ? <Spotlight.Empty>{t('palette.none')}</Spotlight.Empty> : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
