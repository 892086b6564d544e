export { IconDoorExit as default } from '@tabler/icons-react';
