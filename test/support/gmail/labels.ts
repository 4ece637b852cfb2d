import { googleErrors } from './googleError.ts';

export interface Label {
  readonly id: string;
  readonly name: string;
  readonly type: 'system' | 'user';
  readonly messageListVisibility?: 'show' | 'hide';
  readonly labelListVisibility?: 'labelShow' | 'labelShowIfUnread' | 'labelHide';
}

const SYSTEM = [
  'CHAT',
  'SENT',
  'INBOX',
  'IMPORTANT',
  'TRASH',
  'DRAFT',
  'SPAM',
  'CATEGORY_FORUMS',
  'CATEGORY_UPDATES',
  'CATEGORY_PERSONAL',
  'CATEGORY_PROMOTIONS',
  'CATEGORY_SOCIAL',
  'STARRED',
  'UNREAD',
];

export class Labels {
  readonly #labels = new Map<string, Label>(
    SYSTEM.map((id) => [id, { id, name: id, type: 'system', messageListVisibility: 'hide' }]),
  );
  #next = 1;

  all(): readonly Label[] {
    return [...this.#labels.values()];
  }

  get(id: string): Label | undefined {
    return this.#labels.get(id);
  }

  create(name: string): Label {
    const taken = this.all().some((label) => label.name.toLowerCase() === name.toLowerCase());
    if (taken) throw googleErrors.conflict('Label name exists or conflicts');
    const label: Label = {
      id: `Label_${this.#next}`,
      name,
      type: 'user',
      messageListVisibility: 'show',
      labelListVisibility: 'labelShow',
    };
    this.#next += 1;
    this.#labels.set(label.id, label);
    return label;
  }

  delete(id: string): void {
    this.#labels.delete(id);
  }

  /** The id of a user label as searches name it: lower case, `-` for blanks and slashes. */
  idOf(searched: string): string | undefined {
    const spelled = (name: string) => name.toLowerCase().replace(/[\s/]/g, '-');
    return this.all().find(({ type, name }) => type === 'user' && spelled(name) === spelled(searched))?.id;
  }
}
