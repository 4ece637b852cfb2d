import { LogOut } from 'lucide-preact';
import { currentAgent } from '../../../firebase/session.ts';
import { Avatar } from '../../../parts/Avatar.tsx';
import { Button } from '../../../parts/Button.tsx';
import { Choice } from '../../../parts/Choice.tsx';
import { chooseTheme, theme } from '../../../styles/theme.ts';
import { counted } from '../../../words/counted.ts';
import { askToSignOut } from '../../shell/signingOut.ts';
import { Group, Section } from '../Section.tsx';
import './you.css';

const LOOKS = [
  { value: 'system', label: 'As this device has it' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

/** Who is signed in, and how this browser shows things. */
export function You() {
  const { name, email, locationIds } = currentAgent();
  return (
    <Section title="You">
      <Group title="Appearance" words="Of this browser alone.">
        <Choice name="Colours" value={theme.value} choices={LOOKS} onChange={chooseTheme} />
      </Group>
      <Group title="Signed in">
        <div class="you">
          <Avatar name={name || email} />
          <div class="you__words">
            <strong>
              <bdi>{name}</bdi>
            </strong>
            {name !== email && <span>{email}</span>}
            <span class="you__aside">You work in {counted(locationIds.length, 'location')}.</span>
          </div>
          <Button onClick={askToSignOut}>
            <LogOut size={16} aria-hidden="true" />
            Sign out
          </Button>
        </div>
      </Group>
    </Section>
  );
}
