import { ActionIcon, type ActionIconProps, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

interface IconButtonProps extends Pick<ActionIconProps, 'size' | 'disabled' | 'variant'> {
  readonly icon: Icon;
  /** Read by screen readers. */
  readonly label: string;
  /** Shown on hover. */
  readonly title?: string;
  readonly onClick: () => void;
}

/** A button that shows only an icon. */
export function IconButton({ icon: Icon, label, title, ...props }: IconButtonProps) {
  const button = (
    <ActionIcon variant="subtle" color="gray" aria-label={label} {...props}>
      <Icon size={16} aria-hidden />
    </ActionIcon>
  );
  return title === undefined ? button : <Tooltip label={title}>{button}</Tooltip>;
}
