import { Button, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from './form.tsx';
import { useReturnFocus } from './return-focus.ts';
import classes from './form-dialog.module.css';

export interface FormDialogProps {
  readonly title: string;
  /** The text of the button that submits. */
  readonly action: string;
  readonly canSubmit?: boolean;
  readonly isRunning?: boolean;
  /** The action cannot be undone. */
  readonly isDanger?: boolean;
  /** For a dialog that keeps its state while closed; others are only mounted while open. */
  readonly isOpen?: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog with fields, a cancel button and a submit button. */
export function FormDialog({ canSubmit = true, isOpen = true, onSubmit, onClose, ...props }: FormDialogProps) {
  const { t } = useTranslation('common');
  useReturnFocus();
  return (
    <Modal opened={isOpen} onClose={onClose} title={props.title}>
      <Form
        className={classes.form}
        onSubmit={() => {
          if (canSubmit) onSubmit();
        }}
      >
        <Stack gap="sm">
          {props.children}
          <div className={classes.actions}>
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              disabled={!canSubmit}
              loading={props.isRunning === true}
              {...(props.isDanger === true ? { color: 'red' } : {})}
            >
              {props.action}
            </Button>
          </div>
        </Stack>
      </Form>
    </Modal>
  );
}
