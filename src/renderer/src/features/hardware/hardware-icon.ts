export { IconServer2 as default } from '@tabler/icons-react';
