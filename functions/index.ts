import './libraryConsole.ts';
import './connectGmail.ts';
import './disconnectGmail.ts';
import './getSyncStatus.ts';
import './gmailPush.ts';
import './oauthCallback.ts';
import './pollMailboxes.ts';
import './syncWorker.ts';
