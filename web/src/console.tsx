// The console: everything but the page for the person concerned.
import { createRoot } from 'react-dom/client';
import { startLanguage } from '@/i18n';
import { loadPack } from '@/i18n/pack';
import { begin } from '@/session/begin';
import { askAhead } from '@/shell/ahead';
import { App } from '@/shell/App';
import { preferReset } from '@/shell/chunks';
import { markStyles } from '@/shell/nonce';
import { startTheme } from '@/shell/theme';

markStyles();
startTheme();
preferReset();
const [pack] = await Promise.all([loadPack(startLanguage()), begin(askAhead)]);
const root = document.getElementById('root');
if (root) createRoot(root).render(<App pack={pack} />);
