import { ActionIcon, type ActionIconProps } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

interface IconButtonProps extends Pick<ActionIconProps, 'size' | 'disabled'> {
  readonly icon: Icon;
  /** Read by screen readers. */
  readonly label: string;
  /** Shown while it is pointed at. */
  readonly title?: string;
  readonly onClick: () => void;
}

/** A quiet button that is only an icon. */
export function IconButton({ icon: Icon, label, ...button }: IconButtonProps) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} {...button}>
      <Icon size={16} aria-hidden />
    </ActionIcon>
  );
}
