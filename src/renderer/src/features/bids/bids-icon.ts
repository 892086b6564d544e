export { IconGavel as default } from '@tabler/icons-react';
