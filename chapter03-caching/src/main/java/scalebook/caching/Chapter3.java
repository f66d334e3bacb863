package scalebook.caching;

import java.util.List;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.exercise.Exercise;

/** The table of contents. */
public final class Chapter3 implements Chapter {
  @Override
  public int number() {
    return 3;
  }

  @Override
  public String title() {
    return "Caching";
  }

  @Override
  public String idea() {
    return "do not ask the database twice";
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
