import { LogOut, type LucideIcon, MailQuestion, MessagesSquare, Settings, Users } from 'lucide-preact';
import { useLocation } from 'preact-iso';
import { currentAgent } from '../../firebase/session.ts';
import { askToSignOut } from './signingOut.ts';
import './navigation.css';

const PLACES: readonly { readonly path: string; readonly name: string; readonly icon: LucideIcon }[] = [
  { path: '/inbox', name: 'Inbox', icon: MessagesSquare },
  { path: '/contacts', name: 'Contacts', icon: Users },
  { path: '/missing', name: 'Missing mail', icon: MailQuestion },
  { path: '/settings', name: 'Settings', icon: Settings },
];

export function Navigation() {
  const { path } = useLocation();
  return (
    <nav class="navigation" aria-label="Main">
      <ul class="navigation__places">
        {PLACES.map(({ path: to, name, icon: Icon }) => (
          <li key={to}>
            <a class="navigation__place" href={to} aria-current={path.startsWith(to) ? 'page' : undefined}>
              <Icon aria-hidden="true" />
              {name}
            </a>
          </li>
        ))}
      </ul>
      <button type="button" class="navigation__place" onClick={askToSignOut} title={currentAgent().email}>
        <LogOut aria-hidden="true" />
        Sign out
      </button>
    </nav>
  );
}
