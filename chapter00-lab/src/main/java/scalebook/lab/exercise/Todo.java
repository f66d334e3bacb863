package scalebook.lab.exercise;

/** What an exercise's stub throws: a test that meets it is skipped as "not started yet". */
public final class Todo extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Todo(String task) {
    super(task);
  }
}
