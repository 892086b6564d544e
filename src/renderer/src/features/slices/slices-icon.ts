export { IconLayoutGrid as default } from '@tabler/icons-react';
