import type { Command } from 'commander';
import type { Admin } from './admin.ts';
import { addAgents } from './agents.ts';
import { addContacts } from './contacts.ts';
import { addConversations } from './conversations.ts';
import { addDeadLetters } from './deadLetters.ts';
import { addDoctor } from './doctor.ts';
import { addEvents } from './events.ts';
import { addGhl } from './ghl.ts';
import { addKeyring } from './keyring.ts';
import { addLocations } from './locations.ts';
import { addMailboxes } from './mailboxes.ts';
import { addOutbox } from './outbox.ts';

/** Every command, in the order in which `--help` lists them. */
export function addCommands(program: Command, admin: Admin): void {
  for (const add of [
    addLocations,
    addAgents,
    addContacts,
    addConversations,
    addGhl,
    addOutbox,
    addMailboxes,
    addDeadLetters,
    addEvents,
    addDoctor,
    addKeyring,
  ])
    add(program, admin);
}
