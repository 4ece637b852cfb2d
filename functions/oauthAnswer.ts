import { z } from 'zod';

/** Repeated parameters, which no one sends who means well, count as absent. */
const one = z.string().optional().catch(undefined);

/** What a redirect after consent brings along. */
export const OAuthQuery = z.object({ state: one, code: one, error: one });
