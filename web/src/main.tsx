import { render } from 'preact';
import { App } from './app.tsx';
import { followTheme } from './styles/theme.ts';
import './styles/tokens.css';
import './styles/base.css';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no place for the app.');
followTheme();
render(<App />, root);
