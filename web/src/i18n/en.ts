import antd from 'antd/locale/en_US';
import { packOf } from './pack';

const files = import.meta.glob<string>('../../../content/i18n/en/{words,console*}.ftl', {
  eager: true,
  query: '?raw',
  import: 'default',
});

export default packOf('en', Object.values(files), antd);
