export { IconSeeding as default } from '@tabler/icons-react';
