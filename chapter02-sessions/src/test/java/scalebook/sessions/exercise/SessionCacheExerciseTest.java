package scalebook.sessions.exercise;

/** Runs the contract on what you write. */
class SessionCacheExerciseTest extends SessionCacheContract {}
