/**
 * What clients did and what they were told, and whether a correct system could have said so. The
 * checkers know nothing of the system: they see only the history.
 */
package scalebook.lab.history;
