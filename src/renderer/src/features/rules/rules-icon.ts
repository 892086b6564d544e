export { IconBook2 as default } from '@tabler/icons-react';
