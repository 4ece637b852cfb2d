import type { RulesTestContext } from '@firebase/rules-unit-testing';
import { aProjectId } from '../stack/environment.ts';
import { aCast, type Cast } from './cast.ts';
import { loadRules } from './loadRules.ts';

/** Firestore as a browser has it. */
export type ClientFirestore = ReturnType<RulesTestContext['firestore']>;
export type Person = keyof Cast['people'];

/** A project of its own with the rules, and in front of it everybody whom they tell apart. */
export async function anAudience() {
  const projectId = aProjectId();
  const [rules, cast] = await Promise.all([loadRules(projectId), aCast(projectId)]);
  const clients = new Map<string | null, ClientFirestore>();
  const contextOf = (uid: string | null) =>
    uid === null ? rules.unauthenticatedContext() : rules.authenticatedContext(uid);
  const firestoreOf = (uid: string | null): ClientFirestore => {
    const client = clients.get(uid) ?? contextOf(uid).firestore();
    clients.set(uid, client);
    return client;
  };
  return {
    rules,
    cast,
    firestoreOf,
    as: (person: Person) => firestoreOf(cast.people[person]),
    close: async () => {
      await Promise.all([rules.cleanup(), cast.close()]);
    },
  };
}
