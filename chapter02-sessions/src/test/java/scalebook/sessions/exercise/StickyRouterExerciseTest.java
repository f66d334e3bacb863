package scalebook.sessions.exercise;

/** Runs the contract on what you write. */
class StickyRouterExerciseTest extends StickyRouterContract {}
