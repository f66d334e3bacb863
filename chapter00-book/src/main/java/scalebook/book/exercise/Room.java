package scalebook.book.exercise;

/** Where the class under test lives: what the reader edits, or our solution. */
public enum Room {
  EXERCISE,
  SOLUTION;

  /** JUnit's parameter that chooses; the exercise when it is not there. */
  static final String KEY = "scalebook.room";

  private static final String FROM = ".exercise.";
  private static final String TO = ".solution.";

  /** The class of the stub's name in this room. */
  Class<?> of(Class<?> stub) {
    if (this == EXERCISE) {
      return stub;
    }
    String name = stub.getName().replace(FROM, TO);
    try {
      return Class.forName(name, true, stub.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError("an exercise needs its solution, " + name, e);
    }
  }
}
