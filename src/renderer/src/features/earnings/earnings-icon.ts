export { IconCoins as default } from '@tabler/icons-react';
