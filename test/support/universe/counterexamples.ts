import type { Story } from './story.ts';

/**
 * Stories that ended wrong, with this engine or with one that was broken on purpose, each with what was wrong. They
 * are played first, always.
 */
export const counterexamples: readonly { readonly wrong: string; readonly story: Story }[] = [
  {
    wrong: 'a run that had lost its lease was let write',
    story: {
      setting: {
        mailboxes: 1,
        limit: 2,
        before: [
          {
            do: 'arrive',
            box: 0,
            people: [0],
            as: 'unread',
            where: 'once',
            minutesLate: 1,
            toAlias: false,
            replyTo: null,
            automated: false,
          },
        ],
        traps: { lag: 1, emptyPages: false, outOfOrder: false, withoutLabels: false },
        calm: false,
        losesJobs: true,
        leavesOut: [],
      },
      steps: [
        {
          do: 'run',
          runs: [
            { by: 'job', box: 0, nth: 0, hurried: false, fate: { at: 1, kind: 'hangs' } },
            { by: 'poll', box: 0, nth: 0, hurried: false, fate: null },
            { by: 'poll', box: 0, nth: 0, hurried: false, fate: null },
          ],
          order: null,
          meanwhile: [{ after: 0, step: { do: 'label', box: 0, nth: 0, label: 0, add: false } }],
        },
        { do: 'draft', box: 0, people: [0], end: 'kept' },
      ],
    },
  },
  {
    wrong: 'a commit that was repeated counted twice',
    story: {
      setting: {
        mailboxes: 1,
        limit: 50,
        before: [],
        traps: { lag: 0, emptyPages: true, outOfOrder: false, withoutLabels: false },
        calm: true,
        losesJobs: false,
        leavesOut: [],
      },
      steps: [
        { do: 'fault', box: 0, method: 'messages.get', reply: 'malformed', times: 1, skip: 0 },
        {
          do: 'run',
          runs: [{ by: 'poll', box: 0, nth: 0, hurried: false, fate: { at: 0, kind: 'hearsLate' } }],
          order: null,
          meanwhile: [
            {
              after: 0,
              step: {
                do: 'arrive',
                box: 0,
                people: [0],
                as: 'archived',
                where: 'once',
                minutesLate: 0,
                toAlias: false,
                replyTo: null,
                automated: false,
              },
            },
          ],
        },
        {
          do: 'run',
          runs: [{ by: 'poll', box: 0, nth: 0, hurried: false, fate: { at: 9, kind: 'repeats' } }],
          order: null,
          meanwhile: [{ after: 4, step: { do: 'draft', box: 0, people: [0], end: 'kept' } }],
        },
        {
          do: 'run',
          runs: [{ by: 'poll', box: 0, nth: 0, hurried: false, fate: { at: 2, kind: 'hangs' } }],
          order: [0],
          meanwhile: [
            {
              after: 20,
              step: {
                do: 'arrive',
                box: 0,
                people: [0],
                as: 'unread',
                where: 'once',
                minutesLate: 30,
                toAlias: false,
                replyTo: null,
                automated: false,
              },
            },
          ],
        },
      ],
    },
  },
  {
    wrong: 'a forged Message-ID made two mails one, whoever sent them',
    story: {
      setting: {
        mailboxes: 2,
        limit: 2,
        before: [],
        traps: { lag: 2, emptyPages: false, outOfOrder: false, withoutLabels: true },
        calm: true,
        losesJobs: false,
        leavesOut: [],
      },
      steps: [
        {
          do: 'arrive',
          box: 0,
          people: [0],
          as: 'unread',
          where: 'both',
          minutesLate: 1,
          toAlias: false,
          replyTo: null,
          automated: false,
        },
        { do: 'forge', box: 1, nth: 0, people: [1], poses: true },
        { do: 'expire', box: 1 },
        {
          do: 'arrive',
          box: 0,
          people: [0],
          as: 'read',
          where: 'once',
          minutesLate: 0,
          toAlias: true,
          replyTo: null,
          automated: false,
        },
      ],
    },
  },
  {
    wrong: 'one answer of 404 in a recovery was taken for a deletion',
    story: {
      setting: {
        mailboxes: 1,
        limit: 50,
        before: [],
        traps: { lag: 0, emptyPages: false, outOfOrder: false, withoutLabels: false },
        calm: true,
        losesJobs: false,
        leavesOut: [],
      },
      steps: [
        { do: 'draft', box: 0, people: [0], end: 'sentUnderItsId' },
        { do: 'burst', box: 0, people: [0], count: 2 },
        {
          do: 'run',
          runs: [{ by: 'poll', box: 0, nth: 0, hurried: false, fate: null }],
          order: null,
          meanwhile: [],
        },
        { do: 'expire', box: 0 },
        { do: 'fault', box: 0, method: 'messages.get', reply: 'notFound', times: 1, skip: 2 },
        {
          do: 'run',
          runs: [{ by: 'poll', box: 0, nth: 0, hurried: false, fate: null }],
          order: null,
          meanwhile: [],
        },
      ],
    },
  },
  {
    wrong:
      'a message that could not be read at first was forgotten, because newer ones took its place in the listing',
    story: {
      setting: {
        mailboxes: 2,
        limit: 2,
        before: [
          {
            do: 'arrive',
            box: 0,
            people: [0],
            as: 'unread',
            where: 'once',
            minutesLate: 0,
            toAlias: false,
            replyTo: null,
            automated: false,
          },
        ],
        traps: { lag: 0, emptyPages: false, outOfOrder: true, withoutLabels: false },
        calm: false,
        losesJobs: false,
        leavesOut: [],
      },
      steps: [
        { do: 'fault', box: 0, method: 'messages.get', reply: 'malformed', times: 1, skip: 0 },
        {
          do: 'run',
          runs: [
            { by: 'job', box: 0, nth: 3, hurried: false, fate: { at: 0, kind: 'hearsLate' } },
            { by: 'poll', box: 0, nth: 0, hurried: true, fate: { at: 0, kind: 'hangs' } },
          ],
          order: null,
          meanwhile: [],
        },
        { do: 'burst', box: 0, people: [0], count: 3 },
        {
          do: 'run',
          runs: [
            { by: 'poll', box: 0, nth: 0, hurried: false, fate: null },
            { by: 'poll', box: 0, nth: 0, hurried: false, fate: null },
          ],
          order: null,
          meanwhile: [],
        },
      ],
    },
  },
  {
    wrong: 'a change of labels was missed, because Gmail did not find for a moment what its listing showed',
    story: {
      setting: {
        mailboxes: 1,
        limit: 50,
        before: [],
        traps: { lag: 0, emptyPages: false, outOfOrder: false, withoutLabels: false },
        calm: true,
        losesJobs: false,
        leavesOut: [],
      },
      steps: [
        { do: 'send', box: 0, people: [0], fromAlias: false, to: 'self' },
        {
          do: 'run',
          runs: [{ by: 'poll', box: 0, nth: 0, hurried: false, fate: { at: 2, kind: 'hangs' } }],
          order: [0],
          meanwhile: [{ after: 20, step: { do: 'draft', box: 0, people: [0], end: 'kept' } }],
        },
        { do: 'fault', box: 0, method: 'messages.get', reply: 'notFound', times: 1, skip: 0 },
        { do: 'change', box: 0, nth: 0, how: 'read' },
        { do: 'expire', box: 0 },
        {
          do: 'run',
          runs: [{ by: 'poll', box: 0, nth: 0, hurried: false, fate: null }],
          order: null,
          meanwhile: [],
        },
      ],
    },
  },
];
