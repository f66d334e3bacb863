package scalebook.cloning.exercise;

/** Runs the contract on what you write. */
class TtlResolverExerciseTest extends TtlResolverContract {}
