export { IconScale as default } from '@tabler/icons-react';
