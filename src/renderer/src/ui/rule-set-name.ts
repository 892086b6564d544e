import { useTranslation } from 'react-i18next';

/** The short name of a rule set, the same on every page; without one, the title of the registry. */
export function useRuleSetName(): (id: string, title?: string) => string {
  const { t } = useTranslation('common');
  return (id, title = id) => t(`ruleSet.${id.replace('.', '-')}`, { defaultValue: title });
}
