package scalebook.replication;

import java.util.List;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.exercise.Exercise;

/** The table of contents. */
public final class Chapter4 implements Chapter {
  @Override
  public int number() {
    return 4;
  }

  @Override
  public String title() {
    return "Replication";
  }

  @Override
  public String idea() {
    return "more copies, and what they cost";
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
