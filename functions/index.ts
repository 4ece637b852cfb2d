import './connectGmail.ts';
import './getSyncStatus.ts';
import './gmailPush.ts';
import './oauthCallback.ts';
import './pollMailboxes.ts';
import './syncWorker.ts';
