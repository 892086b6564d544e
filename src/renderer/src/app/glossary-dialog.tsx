import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { GLOSSARY_TERMS } from '#shared/glossary.ts';
import classes from './shell.module.css';

/** The glossary: every term with a short explanation. */
export default function GlossaryDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['glossary', 'common']);
  return (
    <Modal opened size="lg" onClose={onClose} title={t('title')}>
      <dl className={classes['terms']}>
        {GLOSSARY_TERMS.map((term) => (
          <div key={term}>
            <dt>{t(`term.${term}.name`)}</dt>
            <dd>{t(`term.${term}.text`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
