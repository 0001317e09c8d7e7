// Begins. The page for the person concerned is read on any phone over any network: it loads nothing of the console.
import './styles.css';

if (window.location.pathname === '/notice') await import('./pages/proportionality/alone');
else await import('./console');
