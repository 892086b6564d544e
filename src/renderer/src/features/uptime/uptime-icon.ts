export { IconActivityHeartbeat as default } from '@tabler/icons-react';
