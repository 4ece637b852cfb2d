import type { ComponentChildren } from 'preact';
import { Avatar } from '../../../parts/Avatar.tsx';
import { plain } from '../../../words/plain.ts';
import { exactTime, shortTime } from '../../../words/time.ts';
import './rowLink.css';

interface RowLinkProps {
  readonly href: string;
  readonly tabIndex: 0 | -1;
  readonly isCurrent: boolean;
  /** Undefined before it is known. */
  readonly name: string | undefined;
  readonly unreadCount: number;
  readonly sentAt: Date | undefined;
  readonly now: Date;
  readonly second: ComponentChildren;
  readonly third: ComponentChildren;
  /** Beside the second line. */
  readonly aside?: string | undefined;
}

/** A row of the list: a person, and two lines about the mail with them. Each is as high as any other. */
export function RowLink(props: RowLinkProps) {
  const { href, tabIndex, isCurrent, name, unreadCount, sentAt, now, second, third, aside } = props;
  return (
    <a
      class={unreadCount > 0 ? 'row-link row-link--unread' : 'row-link'}
      href={href}
      tabIndex={tabIndex}
      aria-current={isCurrent ? 'page' : undefined}
    >
      {name === undefined ? <span class="row-link__face" /> : <Avatar name={plain(name)} />}
      <span class="row-link__line">
        <span class="row-link__name one-line">
          {name === undefined ? <span class="row-link__pending">Loading</span> : <bdi>{plain(name)}</bdi>}
        </span>
        {unreadCount > 0 && <span class="only-heard">{unreadCount} unread</span>}
        {sentAt && (
          <time class="row-link__time" dateTime={sentAt.toISOString()} title={exactTime(sentAt)}>
            {shortTime(sentAt, now)}
          </time>
        )}
      </span>
      <span class="row-link__line">
        <span class="row-link__second one-line">{second}</span>
        {aside && <span class="row-link__aside one-line">{plain(aside)}</span>}
      </span>
      <span class="row-link__line">
        <span class="row-link__third one-line">{third}</span>
        {unreadCount > 0 && (
          <span class="row-link__unread" aria-hidden="true">
            {unreadCount > 99 ? '99+' : unreadCount}
          </span>
        )}
      </span>
    </a>
  );
}
