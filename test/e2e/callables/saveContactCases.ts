import { expect } from '@jest/globals';
import { contactConverter } from '../../../shared/adapters/firestore/converters/tenancy.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { ContactId } from '../../../shared/domain/ids.ts';
import { anAddress } from '../../support/builders.ts';
import { eventually } from '../../support/eventually.ts';
import type { CallableCases, CallableStage } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';

async function anOffice(stage: CallableStage) {
  const agent = await stage.agents.aLiveAgent();
  const contact = async (id: string) =>
    contactConverter.read(await paths.contact(stage.db, ContactId(id)).get());
  return { ...agent, contact, client: await stage.client(agent) };
}

export const SAVE_CONTACT_CASES: CallableCases = {
  'a contact is created, its addresses in the form in which mail is matched, and its older mail comes':
    async (stage) => {
      const { client, locationId, account, email, contact } = await anOffice(stage);
      const address = anAddress('ann');
      account.seed(1, () => ({ from: address, to: email, date: new Date('2025-01-01T09:00:00Z') }));
      const { contactId, jobId } = await client.call('saveContact', {
        locationId,
        name: '  Ann Archer ',
        emails: [` ${address.toUpperCase()} `, address],
      });
      expect(jobId).toEqual(expect.any(String));
      expect(await contact(contactId)).toMatchObject({ locationId, name: 'Ann Archer', emails: [address] });
      await eventually(
        'its mail is there',
        async () => (await stage.store.messages(locationId)).length === 1,
      );
    },

  'a contact is changed': async (stage) => {
    const { client, locationId, contact } = await anOffice(stage);
    const { contactId, emails } = await stage.tenants.contact(locationId);
    expect(
      await client.call('saveContact', { locationId, contactId, name: 'Ben', emails: [...emails] }),
    ).toEqual({
      contactId,
    });
    expect(await contact(contactId)).toMatchObject({ name: 'Ben', emails });
    await client.call('saveContact', { locationId, contactId, name: 'Ben', emails: [] });
    expect(await contact(contactId)).toMatchObject({ emails: [] });
  },

  'an address of another contact is refused, and whose it is is told': async (stage) => {
    const { client, locationId } = await anOffice(stage);
    const { contactId, emails } = await stage.tenants.contact(locationId);
    const [email = ''] = emails;
    expect(await refusalOf(client.call('saveContact', { locationId, name: 'Ben', emails: [email] }))).toEqual(
      {
        code: 'already-exists',
        message: `Another contact of this location has ${email} already.`,
        details: { email, contactId },
      },
    );
  },

  'what is wrong is named, and nothing is written': async (stage) => {
    const { client, locationId } = await anOffice(stage);
    const wrong: readonly [string, object][] = [
      ['name', { name: '  ' }],
      ['name', { name: 'Ann\r\nBcc: eve@example.com' }],
      ['emails.1', { emails: [anAddress(), 'ann at example.com'] }],
      ['emails', { emails: Array.from({ length: 21 }, () => anAddress()) }],
      ['contactId', { contactId: 'a/b' }],
      ['locationId', { locationId: '..' }],
    ];
    for (const [field, values] of wrong) {
      const input = { locationId, name: 'Ann', emails: [anAddress()], ...values };
      expect(await refusalOf(client.send('saveContact', input))).toMatchObject({
        code: 'invalid-argument',
        details: { fields: [expect.objectContaining({ field })] },
      });
    }
    const { docs } = await paths.contacts(stage.db).where('locationId', '==', locationId).get();
    expect(docs).toEqual([]);
  },
};
