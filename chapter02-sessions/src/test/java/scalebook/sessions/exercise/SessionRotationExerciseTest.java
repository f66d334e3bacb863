package scalebook.sessions.exercise;

/** Runs the contract on what you write. */
class SessionRotationExerciseTest extends SessionRotationContract {}
