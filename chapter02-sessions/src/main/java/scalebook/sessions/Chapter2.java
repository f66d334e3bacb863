package scalebook.sessions;

import java.util.List;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.exercise.Exercise;

/** The table of contents. */
public final class Chapter2 implements Chapter {
  @Override
  public int number() {
    return 2;
  }

  @Override
  public String title() {
    return "Sessions";
  }

  @Override
  public String idea() {
    return "where does \"logged in\" live?";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of();
  }

  @Override
  public List<Exercise> exercises() {
    return List.of();
  }
}
