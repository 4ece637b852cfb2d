// Imported before every function, in this order.
import './libraryConsole.ts';
import './safeAnswers.ts';
import './plainBodies.ts';
import './limitBodies.ts';
