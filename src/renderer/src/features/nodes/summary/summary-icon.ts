export { IconGauge as default } from '@tabler/icons-react';
