import type { LucideIcon } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import './notice.css';

interface NoticeProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly action?: ComponentChildren;
}

/** In the place of what is not there: because it is empty, or could not be loaded. */
export function Notice({ icon: Icon, title, children, action }: NoticeProps) {
  return (
    <div class="notice">
      <Icon aria-hidden="true" />
      <h2 class="notice__title">{title}</h2>
      {children && <div class="notice__words">{children}</div>}
      {action}
    </div>
  );
}
