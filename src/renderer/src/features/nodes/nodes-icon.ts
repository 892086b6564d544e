export { IconTractor as default } from '@tabler/icons-react';
