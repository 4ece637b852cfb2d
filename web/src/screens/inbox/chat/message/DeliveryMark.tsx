import { CircleCheck, CircleMinus, Clock, TriangleAlert } from 'lucide-preact';
import type { Delivery } from '../../../../model/delivery.ts';
import { type DeliveryWords, deliveryWords } from '../deliveryWords.ts';
import './deliveryMark.css';

const ICONS = { waiting: Clock, good: CircleCheck, bad: TriangleAlert, quiet: CircleMinus } satisfies Record<
  DeliveryWords['tone'],
  unknown
>;

/** What became of a mail on its way to GoHighLevel; the reason stands there where somebody may want to act. */
export function DeliveryMark({ delivery }: { readonly delivery: Delivery }) {
  const { tone, short, long } = deliveryWords(delivery);
  const Icon = ICONS[tone];
  return (
    <p class={`delivery-mark delivery-mark--${tone}`} title={long}>
      <Icon aria-hidden="true" />
      {tone === 'bad' || tone === 'quiet' ? `${short}: ${long}` : short}
      {tone !== 'bad' && tone !== 'quiet' && <span class="only-heard">. {long}</span>}
    </p>
  );
}
