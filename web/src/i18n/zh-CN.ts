import antd from 'antd/locale/zh_CN';
import 'dayjs/locale/zh-cn';
import { packOf } from './pack';

const files = import.meta.glob<string>('../../../content/i18n/zh-CN/{words,console*}.ftl', {
  eager: true,
  query: '?raw',
  import: 'default',
});

export default packOf('zh-CN', Object.values(files), antd);
