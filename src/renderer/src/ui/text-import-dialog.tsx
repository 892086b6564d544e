import { Button, FileButton, Group, Modal, Stack, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './error-state.tsx';

interface TextImportProps {
  /** Names the text. */
  readonly label: string;
  /** Which texts are taken. */
  readonly description: string;
  /** The kinds of files that are offered, as an input's `accept`. */
  readonly accept: string;
  readonly isRunning: boolean;
  /** Why the text was refused; null when it was not. */
  readonly error: unknown;
  readonly onImport: (text: string) => void;
  /** What came of it. */
  readonly children?: ReactNode;
}

/** The inputs and the texts of an import dialog. */
export interface TextImportDialogProps extends TextImportProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly onClose: () => void;
}

function TextImport({ label, description, accept, isRunning, error, onImport, children }: TextImportProps) {
  const { t } = useTranslation('common');
  const [text, setText] = useState('');
  const readFile = (file: File | null) => {
    if (file !== null) void file.text().then(setText);
  };
  return (
    <Stack gap="sm">
      <Textarea
        label={label}
        description={description}
        value={text}
        minRows={6}
        maxRows={12}
        autosize
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {error === null ? null : <ErrorState error={error} />}
      {children}
      <Group justify="space-between">
        <FileButton onChange={readFile} accept={accept}>
          {(button) => (
            <Button {...button} variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
              {t('textImport.choose')}
            </Button>
          )}
        </FileButton>
        <Button disabled={text.trim() === ''} loading={isRunning} onClick={() => onImport(text)}>
          {t('textImport.action')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Takes a text from a file or pasted; what was given is forgotten when the dialog closes. */
export function TextImportDialog({ isOpen, title, onClose, ...given }: TextImportDialogProps) {
  const { t } = useTranslation('common');
  return (
    <Modal opened={isOpen} onClose={onClose} size="lg" title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <TextImport {...given} />
    </Modal>
  );
}
