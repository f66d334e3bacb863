package scalebook.partitioning;

import java.util.List;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.exercise.Exercise;

/** The table of contents. */
public final class Chapter5 implements Chapter {
  @Override
  public int number() {
    return 5;
  }

  @Override
  public String title() {
    return "Partitioning";
  }

  @Override
  public String idea() {
    return "each node owns a part";
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
