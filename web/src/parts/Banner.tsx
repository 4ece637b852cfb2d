import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import './banner.css';

const ICONS = { note: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert };

interface BannerProps {
  readonly tone: keyof typeof ICONS;
  readonly children: ComponentChildren;
  readonly action?: ComponentChildren;
}

/** Something that stays true until somebody acts, where it matters. */
export function Banner({ tone, children, action }: BannerProps) {
  const Icon = ICONS[tone];
  return (
    <div class={`banner banner--${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" class="banner__icon" />
      <div class="banner__words">{children}</div>
      {action && <div class="banner__action">{action}</div>}
    </div>
  );
}
