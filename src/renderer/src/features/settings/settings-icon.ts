export { IconSettings as default } from '@tabler/icons-react';
