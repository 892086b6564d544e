import { NativeSelect, SegmentedControl, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { LANGUAGES } from '#renderer/app/i18n.ts';
import { TextField } from '#renderer/ui/text-field.tsx';
import { SettingCard } from './setting-card.tsx';
import { useSetting } from './use-setting.ts';

type Theme = Settings['theme'];
const THEMES = ['system', 'light', 'dark'] as const satisfies readonly Theme[];

function isTheme(text: string): text is Theme {
  return THEMES.some((theme) => theme === text);
}

/** Light, dark, or the system's theme. */
export function ThemeCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('theme');
  return (
    <SettingCard title={t('theme.title')} field={field}>
      {(theme) => (
        <SegmentedControl
          aria-label={t('theme.title')}
          data={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
          value={theme}
          onChange={(next) => {
            if (isTheme(next)) field.set(next);
          }}
        />
      )}
    </SettingCard>
  );
}

/** The name of a language in that language: "English", "Deutsch". */
function languageName(tag: string): string {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}

/** The language of the texts; numbers and dates follow the system. */
export function LanguageCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('language');
  return (
    <SettingCard title={t('language.title')} field={field} footer={t('language.note')}>
      {(language) => (
        <NativeSelect
          aria-label={t('language.title')}
          value={language}
          data={[...new Set([...LANGUAGES, language])].map((tag) => ({ value: tag, label: languageName(tag) }))}
          onChange={(event) => field.set(event.currentTarget.value)}
        />
      )}
    </SettingCard>
  );
}

/** The farm's name. */
export function FarmCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('farm');
  return (
    <SettingCard title={t('farm.title')} field={field}>
      {(_, fields) => <TextField label={t('farm.name')} maxLength={80} {...fields.text('name')} />}
    </SettingCard>
  );
}

/** Whether a text is empty or may be an e-mail address. */
function isEmail(text: string): boolean {
  return /^$|^[^\s@]+@[^\s@]+$/.test(text.trim());
}

/** E-mail and phone: required by the 2024 proposal, stored only on this computer. */
export function ContactCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('contact');
  return (
    <SettingCard title={t('contact.title')} field={field} footer={t('contact.private')}>
      {(contact, fields) => (
        <Stack gap="sm">
          <TextField
            label={t('contact.email')}
            type="email"
            autoComplete="email"
            maxLength={254}
            error={isEmail(contact.email) ? null : t('contact.noEmail')}
            {...fields.text('email')}
          />
          <TextField
            label={t('contact.phone')}
            type="tel"
            autoComplete="tel"
            maxLength={40}
            {...fields.text('phone')}
          />
        </Stack>
      )}
    </SettingCard>
  );
}
